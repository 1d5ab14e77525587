// What a test needs and does not look at, made by the API with the cookies of the page: an account, a number, a bot.
import { type APIRequestContext, type APIResponse, expect, type Page } from "@playwright/test";
import { newcomer, type Person } from "./actors.ts";
import { linkIn, mailsIn, mailTo } from "./mail.ts";
import type { Server } from "./server.ts";

type Json = Record<string, unknown>;

/** The API as a browser's own page calls it. */
export class Api {
  constructor(
    readonly request: APIRequestContext,
    readonly address: string,
  ) {}

  async get<T = Json>(path: string): Promise<T> {
    return answer(await this.request.get(this.#url(path)), path);
  }

  async post<T = Json>(path: string, data: unknown = {}): Promise<T> {
    return answer(await this.request.post(this.#url(path), { data, headers: this.#ours }), path);
  }

  async patch<T = Json>(path: string, data: unknown): Promise<T> {
    return answer(await this.request.patch(this.#url(path), { data, headers: this.#ours }), path);
  }

  async delete(path: string): Promise<void> {
    await answer(await this.request.delete(this.#url(path), { data: {}, headers: this.#ours }), path);
  }

  #url(path: string): string {
    return `${this.address}/api/v1${path}`;
  }

  get #ours(): Record<string, string> {
    return { origin: this.address, "x-mgs-request": "1" };
  }
}

async function answer<T>(response: APIResponse, path: string): Promise<T> {
  expect(response.ok(), `${path}: ${response.status()} ${await response.text()}`).toBe(true);
  const text = await response.text();
  return (text === "" ? {} : JSON.parse(text)) as T;
}

/** A workspace whose member the page is signed in as. */
export class Workspace {
  constructor(
    readonly api: Api,
    readonly id: string,
    readonly person: Person,
  ) {}

  /** The address of a page of the dashboard. */
  path(rest = ""): string {
    return `/w/${this.id}${rest}`;
  }

  /** Gets a sandbox number. */
  async number(): Promise<{ id: string; phone_number_id: string }> {
    return this.api.post(`/workspaces/${this.id}/numbers/sandbox`);
  }

  /** Makes a bot from a starter. */
  async bot(starter = "menu", name?: string): Promise<string> {
    const { id } = await this.api.post<{ id: string }>(`/workspaces/${this.id}/bots`, { starter, name });
    return id;
  }

  /** Publishes what a bot's draft holds. */
  async publish(bot: string, note = ""): Promise<void> {
    const { revision } = await this.api.get<{ revision: number }>(`/workspaces/${this.id}/bots/${bot}/draft`);
    await this.api.post(`/workspaces/${this.id}/bots/${bot}/publish`, { revision, note });
  }

  /** Writes a text from the sandbox phone. */
  async write(number: string, text: string): Promise<void> {
    const input = { kind: "text", text };
    await this.api.post(`/workspaces/${this.id}/numbers/${number}/phone/messages`, input);
  }

  /** A number with a bot that is live on it. */
  async answering(starter = "menu"): Promise<{ number: string; bot: string }> {
    const number = (await this.number()).id;
    const bot = await this.bot(starter);
    await this.publish(bot);
    return { number, bot };
  }
}

/** Signs somebody up and in without a page; the page's cookies are theirs afterwards. */
export async function enter(page: Page, server: Server, person = newcomer()): Promise<Workspace> {
  return found(page.context().request, server, person);
}

/** Signs somebody up and in with a cookie jar of their own. */
export async function found(request: APIRequestContext, server: Server, person = newcomer()): Promise<Workspace> {
  const api = new Api(request, server.address);
  const before = await mailsIn(server);
  const { business: business_name, phone, ...rest } = person;
  await api.post("/sign-up", { ...rest, phone: phone.replaceAll(" ", ""), business_name, time_zone: "UTC" });
  const token = new URL(linkIn(await mailTo(server, person.email, before), server)).hash.slice(1);
  const me = await api.post<{ workspaces: { workspace_id: string }[] }>("/verify", { token });
  const workspace = me.workspaces[0];
  if (workspace === undefined) throw new Error("a new account has a workspace");
  return new Workspace(api, workspace.workspace_id, person);
}

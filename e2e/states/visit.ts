// A visit of pages, one state after the other: the names come from the catalogue, so that it is the same in every language.
import type { Browser, Locator, Page, Route } from "@playwright/test";
import { expect } from "@playwright/test";
import type { Workspace } from "../support/api.ts";
import type { Server } from "../support/server.ts";
import type { Say } from "../support/words.ts";

/** A state by its name; of a page that holds very much, the part that is new in it. */
export type State = string | { name: string; part: string };

/** States, each given when the page stands in it. What comes next goes on from there. */
export type States = AsyncGenerator<State, void>;

/** What a page asks the server for when it is drawn. */
const DATA = /\/api\/v1\/(workspaces\/|me\/)(?!.*\/events)/;

/** An answer of a server that broke. */
export const BROKEN = problem(500, "internal");

/** A refusal, as the API writes it. */
export function problem(status: number, code: string, more: Record<string, unknown> = {}) {
  return { status, json: { type: "about:blank", title: code, status, code, detail: "", request_id: "req_0123456789", ...more } };
}

export class Visit {
  constructor(
    readonly page: Page,
    readonly server: Server,
    readonly browser: Browser,
    readonly say: Say,
  ) {}

  /** The name in words, as a whole. */
  button(key: string, values?: Record<string, string>): Locator {
    return this.page.getByRole("button", { name: this.say(key, values), exact: true }).filter({ visible: true });
  }

  link(key: string, values?: Record<string, string>): Locator {
    return this.page.getByRole("link", { name: this.say(key, values), exact: true }).filter({ visible: true });
  }

  item(key: string, values?: Record<string, string>): Locator {
    return this.page.locator("[role^=menuitem]", { hasText: this.say(key, values) }).filter({ visible: true });
  }

  /** A field by its label; a label that goes on, such as "(optional)", is found as well. */
  field(key: string, values?: Record<string, string>): Locator {
    const name = this.say(key, values);
    return this.page.getByLabel(name, { exact: true }).or(this.page.getByLabel(new RegExp(`^${escape(name)} `))).filter({ visible: true });
  }

  text(key: string, values?: Record<string, string>): Locator {
    return this.page.getByText(this.say(key, values));
  }

  /** What lies over the page. */
  get over(): Locator {
    return this.page.locator("dialog[open]").last();
  }

  /** What is to be fixed in a form. */
  get summary(): Locator {
    return this.page.locator(".summary").filter({ visible: true });
  }

  /** Sends the form that stands on top, and waits for what is said about it. */
  async refused(): Promise<void> {
    const over = this.page.locator("dialog[open]");
    const form = (await over.count()) > 0 ? over.last() : this.page.locator("main");
    await form.locator("button[type=submit]").filter({ visible: true }).first().click();
    await expect(this.summary).toBeVisible();
  }

  /** Goes to a page and waits until it has drawn what it shows. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.drawn();
  }

  async drawn(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0);
  }

  /** Closes what lies over the page by Escape. */
  async close(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await expect(this.page.locator("dialog[open], [popover]:popover-open")).toHaveCount(0);
  }

  /** The other three faces of a page's data: on their way, refused, and out of reach. */
  async *faces(name: string, path: string, data = DATA): States {
    const { page } = this;
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let answer = (route: Route): Promise<void> => route.fulfill(BROKEN);
    await page.route(data, async (route) => {
      if (route.request().method() !== "GET") return route.fallback();
      await held;
      // The page may have been left meanwhile.
      return answer(route).catch(() => undefined);
    });
    await page.goto(path);
    await expect(page.locator("[aria-busy=true] .skeleton").first()).toBeVisible();
    yield `${name}, loading`;
    release();
    const retry = this.button("common.try_again").first();
    await expect(retry).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    yield `${name}, failed`;
    answer = (route) => route.abort();
    await retry.click();
    await expect(this.text("errors.offline").first()).toBeVisible();
    yield `${name}, out of reach`;
    await page.unroute(data);
  }
}

/** A visit of somebody who is signed in. */
export class Stay extends Visit {
  constructor(
    at: Visit,
    readonly workspace: Workspace,
  ) {
    super(at.page, at.server, at.browser, at.say);
  }

  /** The address of a page of the workspace. */
  path(rest = ""): string {
    return this.workspace.path(rest);
  }

  /** Opens a page of the workspace. */
  go(rest = ""): Promise<void> {
    return this.open(this.path(rest));
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

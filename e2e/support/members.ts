// Members of a workspace, as they come to be: invited by mail, with an account made by the link.
import type { Page } from "@playwright/test";
import { newcomer, type Person } from "./actors.ts";
import { Api, type Workspace } from "./api.ts";
import { linkIn, mailsIn, mailTo } from "./mail.ts";
import type { Server } from "./server.ts";

/** Invites an address and gives the link of the mail. */
export async function invite(server: Server, workspace: Workspace, email: string, role: string): Promise<string> {
  const before = await mailsIn(server);
  await workspace.api.post(`/workspaces/${workspace.id}/invitations`, { email, role });
  return linkIn(await mailTo(server, email, before), server);
}

/** Makes somebody a member with this role; the page's cookies are theirs afterwards. */
export async function admit(
  page: Page,
  server: Server,
  workspace: Workspace,
  role: string,
  person = newcomer(),
): Promise<Person> {
  const link = await invite(server, workspace, person.email, role);
  const api = new Api(page.context().request, server.address);
  const { name, password } = person;
  await api.post("/invitations/sign-up", { token: new URL(link).hash.slice(1), name, password });
  return person;
}

// Members of a workspace, put into the database beside the running server.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { newcomer } from "./actors.ts";
import { enter, type Workspace } from "./api.ts";
import type { Server } from "./server.ts";

const run = promisify(execFile);

/** Makes somebody a member with this role; the page's cookies are theirs afterwards. */
export async function admit(page: Page, server: Server, workspace: Workspace, role: string): Promise<void> {
  const person = newcomer();
  await enter(page, server, person);
  const insert = `INSERT INTO members (workspace_id, id, user_id, role, created_at)
    SELECT theirs.workspace_id, randomblob(16), person.id, '${role}', theirs.created_at
    FROM members AS theirs JOIN users AS owner ON owner.id = theirs.user_id, users AS person
    WHERE owner.email = '${workspace.person.email}' AND person.email = '${person.email}'`;
  await run("sqlite3", ["-cmd", ".timeout 10000", join(server.dataDir, "mgs-wa.sqlite"), insert]);
}

// Every page in every look, with something on it; and the pictures of the README.
import { fileURLToPath } from "node:url";
import { publishStarter, write } from "../support/bots.ts";
import { takeLooks } from "../support/looks.ts";
import { newcomer, signUp } from "../support/actors.ts";
import { enter, found } from "../support/api.ts";
import { linkIn, mailsIn, mailTo } from "../support/mail.ts";
import { invite } from "../support/members.ts";
import { passwordPrompt, prove } from "../support/prove.ts";
import { expect, test } from "../support/test.ts";

test.setTimeout(600_000);

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));

test("pages before anybody signs in", async ({ page }) => {
  for (const path of ["sign-in", "sign-up", "check-mail", "forgot"]) {
    await page.goto(`/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await takeLooks(page, path);
  }
});

test("pages of a workspace", async ({ page, server }) => {
  await signUp(page, server);
  const home = page.url();
  const look = async (path: string, name: string) => {
    await page.goto(`${home}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await takeLooks(page, name);
  };
  await look("", "home-empty");
  await look("/bots", "bots-empty");
  await look("/inbox", "inbox-empty");
  await page.goto(home);
  await publishStarter(page, "Menu");
  const bot = new URL(page.url()).pathname.replace(/\/build.*$/, "").slice(new URL(home).pathname.length);

  await page.goto(home);
  await page.getByRole("link", { name: "Open the sandbox phone" }).click();
  await write(page, "hi");
  await page.getByRole("button", { name: "Prices" }).click();
  await expect(page.getByText("Our most popular things:")).toBeVisible();
  await page.getByRole("button", { name: "Talk to a person" }).last().click();
  await expect(page.getByText("will answer here soon")).toBeVisible();
  await takeLooks(page, "phone");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: `${IMAGES}phone.png`, animations: "disabled" });

  await look("", "home");
  await look("/bots", "bots");
  await look("/bots/new", "bot-new");
  await look(`${bot}/build`, "bot-build");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: `${IMAGES}build.png`, animations: "disabled" });
  await look(`${bot}/versions`, "bot-versions");
  await look(`${bot}/runs`, "bot-runs");
  await page.getByRole("main").getByRole("link", { name: /Asha Rao/ }).first().click();
  await expect(page.getByText("What the bot did")).toBeVisible();
  await takeLooks(page, "bot-run");
  await look(`${bot}/settings`, "bot-settings");
  await look("/inbox", "inbox");
  await page.getByRole("main").getByRole("link", { name: /Asha Rao/ }).click();
  await expect(page.getByRole("textbox", { name: /^Reply to/ })).toBeVisible();
  await takeLooks(page, "inbox-conversation");
  await look("/settings/business", "settings-business");
  await look("/settings/numbers", "settings-numbers");
  await page.goto(`${home}/settings/team`);
  for (const [email, role] of [["ravi@example.com", "Builder"], ["li@example.com", "Agent"]] as const) {
    await page.getByRole("button", { name: "Invite somebody" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Invite somebody" });
    await dialog.getByLabel("Email").fill(email);
    await dialog.getByLabel("Role").selectOption(role);
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await expect(page.getByText(`An invitation to ${email} is on its way.`)).toBeVisible();
  }
  await look("/settings/team", "settings-team");
  await look("/settings/roles", "settings-roles");
  await look("/no-such-page", "not-found");
  await page.goto("/account/appearance");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await takeLooks(page, "account-appearance");
});

test("account and API keys", async ({ page, server, complaints }) => {
  complaints.allow(/status of (403|422)/);
  const workspace = await enter(page, server);
  const { email, password } = workspace.person;
  const prompt = passwordPrompt(page);

  await page.goto("/account/profile");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await takeLooks(page, "account-profile");
  const before = await mailsIn(server);
  await page.getByRole("button", { name: "Change address" }).click();
  const dialog = page.getByRole("dialog", { name: "Change address" });
  const fresh = newcomer().email;
  await dialog.getByLabel("New email").fill(fresh);
  await takeLooks(page, "account-address");
  await dialog.getByRole("button", { name: "Send mails" }).click();
  await prompt.getByLabel("Password", { exact: true }).fill("nine yellow umbrellas");
  await prompt.getByRole("button", { name: "Go on" }).click();
  await expect(prompt).toContainText("This isn't the password");
  await takeLooks(page, "account-prove");
  await prove(page, workspace.person);
  await expect(page.getByText(/^Both addresses have to confirm/)).toBeVisible();
  await takeLooks(page, "account-profile-waiting");

  await workspace.api.post("/sign-in", { email, password });
  await page.goto("/account/security");
  await expect(page.getByText("This device")).toBeVisible();
  await page.getByLabel("New password", { exact: true }).fill("nine yellow");
  await takeLooks(page, "account-security");
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await takeLooks(page, "account-security-question");

  const path = workspace.path("/settings/api-keys");
  await page.goto(path);
  await expect(page.getByText("No API key yet")).toBeVisible();
  await takeLooks(page, "settings-api-keys-empty");
  const [name, scopes] = ["Shop sync", ["workspace.read", "bots.read", "inbox.read"]];
  const { key, secret } = await workspace.api.post<{ key: { id: string }; secret: string }>(`/workspaces/${workspace.id}/api-keys`, { name, scopes });
  await page.request.get(`${server.address}/api/v1/workspaces/${workspace.id}/bots`, { headers: { authorization: `Bearer ${secret}`, "user-agent": "shop-sync/2.1 (https://shop.example.com; nightly)" } });
  const old = await workspace.api.post<{ key: { id: string } }>(`/workspaces/${workspace.id}/api-keys`, { name: "A website with a rather long name that goes on", scopes: ["bots.read"], expires_in_days: 7 });
  await workspace.api.delete(`/workspaces/${workspace.id}/api-keys/${old.key.id}`);
  expect(key.id).not.toBe(old.key.id);
  await page.goto(path);
  await page.getByText("3 permissions").click();
  await takeLooks(page, "settings-api-keys");
  await page.getByRole("button", { name: "More for Shop sync" }).click();
  await page.getByRole("menuitem", { name: "Revoke key" }).click();
  await takeLooks(page, "settings-api-keys-revoke");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Create API key" }).click();
  const form = page.getByRole("dialog", { name: "Create API key" });
  await form.getByRole("button", { name: "Create API key" }).click();
  await takeLooks(page, "settings-api-keys-new");
  await form.getByLabel("Name").fill("Website");
  await form.getByRole("button", { name: "Only look" }).click();
  await form.getByRole("button", { name: "Create API key" }).click();
  await expect(page.getByText("I have stored it")).toBeVisible();
  await takeLooks(page, "settings-api-keys-issued");

  const [toNew, toOld] = [await mailTo(server, fresh, before), await mailTo(server, email, before)];
  await page.goto(linkIn(toNew, server));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await takeLooks(page, "confirm-email");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("This address has confirmed.")).toBeVisible();
  await takeLooks(page, "confirm-email-half");
  // The same page with another token would not be loaded anew.
  await page.goto("/sign-in");
  await page.goto(linkIn(toOld, server, "/confirm-email"));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Both addresses have confirmed")).toBeVisible();
  await takeLooks(page, "confirm-email-done");
  await page.goto(linkIn(toOld, server, "/stop-email-change"));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await takeLooks(page, "stop-email-change");
});

test("the page of an invitation", async ({ page, server, playwright }) => {
  const request = await playwright.request.newContext();
  const workspace = await found(request, server);
  await page.goto(await invite(server, workspace, "newcomer@example.com", "agent"));
  await expect(page.getByRole("heading", { level: 1, name: "Join Acme Bakery" })).toBeVisible();
  await takeLooks(page, "invitation");
  await request.dispose();
});

// API keys: made, used by a program, replaced and revoked; and what each dialog asks of somebody without a pointer.
import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { Api, enter, found, type Workspace } from "../support/api.ts";
import { expectFocusSeen, expectHeadingFocused, Keyboard } from "../support/focus.ts";
import { admit } from "../support/members.ts";
import { passwordPrompt, prove } from "../support/prove.ts";
import type { Server } from "../support/server.ts";
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from "../support/test.ts";

/** The browser notes each refusal as an error. */
const REFUSED = /status of (403|422)/;

/** A program that calls the API with a key, from outside the browser. */
function program(request: APIRequestContext, server: Server, workspace: Workspace) {
  const url = `${server.address}/api/v1/workspaces/${workspace.id}/bots`;
  const headers = (secret: string) => ({ authorization: `Bearer ${secret}` });
  return {
    lists: async (secret: string) => (await request.get(url, { headers: headers(secret) })).status(),
    makes: async (secret: string) =>
      (await request.post(url, { headers: headers(secret), data: { starter: "menu" } })).status(),
  };
}

function newKey(page: Page): Locator {
  return page.getByRole("dialog", { name: "Create API key" });
}

/** What the dialog shows once, as it is shown. */
async function secretOf(dialog: Locator): Promise<string> {
  const secret = (await dialog.getByRole("region", { name: "API key" }).textContent()) ?? "";
  expect(secret).toMatch(/^mgs_test_[0-9a-z]{26}_[0-9a-z]{58}$/);
  return secret;
}

test("a key is made, used, replaced and revoked", async ({ page, server, playwright, complaints }) => {
  complaints.allow(REFUSED);
  const workspace = await enter(page, server);
  await workspace.bot();
  const request = await playwright.request.newContext();
  const { lists, makes } = program(request, server, workspace);
  const main = page.getByRole("main");
  await page.goto(workspace.path("/settings/business"));
  await main.getByRole("link", { name: "API keys" }).click();
  await expectHeadingFocused(page, "API keys");
  await expect(main.getByRole("heading", { name: "No API key yet" })).toBeVisible();
  await expect(main.getByRole("region", { name: "Example" })).toContainText(`/api/v1/workspaces/${workspace.id}/bots`);
  await expect(main.getByRole("link", { name: "API reference" })).toHaveAttribute("href", "/api/docs");
  await expectAccessibleInBothThemes(page);

  await test.step("what is missing is told, and what was typed outlives the question for the password", async () => {
    const dialog = newKey(page);
    await page.keyboard.press("c");
    await dialog.getByRole("button", { name: "Create API key" }).click();
    await expect(dialog.locator(".summary")).toContainText("2 things to fix");
    await expectAccessibleInBothThemes(page);
    await dialog.getByLabel("Name").fill("Shop sync");
    await dialog.getByLabel("Works for").selectOption("30 days");
    await dialog.getByRole("button", { name: "Only look" }).click();
    await expect(dialog.getByRole("checkbox", { name: "See bots" })).toBeChecked();
    await expect(dialog.getByRole("checkbox", { name: "Edit bots" })).not.toBeChecked();
    await expect(dialog.getByRole("checkbox", { name: "Make and revoke API keys" })).toHaveCount(0);
    await dialog.getByLabel("Only from these addresses").fill("nowhere");
    await dialog.getByRole("button", { name: "Create API key" }).click();
    await passwordPrompt(page).getByRole("button", { name: "Cancel" }).click();
    await expect(dialog.getByLabel("Name")).toHaveValue("Shop sync");
    await dialog.getByRole("button", { name: "Create API key" }).click();
    await prove(page, workspace.person);
    await expect(dialog.getByLabel("Only from these addresses")).toHaveAccessibleDescription(/Enter addresses like/);
    await dialog.getByLabel("Only from these addresses").fill("127.0.0.0/8");
    await dialog.getByRole("button", { name: "Create API key" }).click();
  });

  const shown = page.getByRole("dialog", { name: "‘Shop sync’ is ready" });
  await expect(shown).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press("Escape");
  const secret = await secretOf(shown);
  await expect(shown.getByRole("region", { name: "Example" })).toContainText(`Authorization: Bearer ${secret}`);
  await shown.getByRole("button", { name: "I have stored it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const row = main.getByRole("row").filter({ hasText: "Shop sync" });
  const more = row.getByRole("button", { name: "More for Shop sync" });
  await expect(row).toContainText(`…${secret.slice(-4)}`);
  await expect(row).toContainText("Not yet");
  expect(await lists(secret)).toBe(200);
  expect(await makes(secret), "a key that may only look").toBe(403);
  await page.reload();
  await expect(row).toContainText("127.0.0.1");
  await row.getByText(/^\d+ permissions$/).click();
  await expect(row).toContainText("See bots");
  await expect(row).toContainText("Only from 127.0.0.0/8");
  await expectAccessibleInBothThemes(page);

  await test.step("what it may do is changed, at once", async () => {
    await more.click();
    await page.getByRole("menuitem", { name: "Change" }).click();
    const dialog = page.getByRole("dialog", { name: "Change API key" });
    await expect(dialog.getByLabel("Name")).toHaveValue("Shop sync");
    await expect(dialog.getByLabel("Only from these addresses")).toHaveValue("127.0.0.0/8");
    await expect(dialog.getByRole("checkbox", { name: "See bots" })).toBeChecked();
    await dialog.getByRole("checkbox", { name: "Edit bots" }).check();
    await expectAccessibleInBothThemes(page);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("‘Shop sync’ is changed.")).toBeVisible();
    await expect(row).toContainText("Edit bots");
    expect(await makes(secret)).toBe(201);
  });

  const second = await test.step("a replaced secret works beside the new one", async () => {
    await more.click();
    await page.getByRole("menuitem", { name: "Replace secret" }).click();
    await expect(shown).toContainText("The key before works until");
    const second = await secretOf(shown);
    await shown.getByRole("button", { name: "I have stored it" }).click();
    expect(await lists(secret)).toBe(200);
    expect(await lists(second)).toBe(200);
    return second;
  });

  await test.step("a revoked key is refused at once", async () => {
    await more.click();
    await page.getByRole("menuitem", { name: "Revoke key" }).click();
    const question = page.getByRole("alertdialog", { name: "Revoke ‘Shop sync’?" });
    await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
    await expect(question).toContainText("Apps that use it stop working at once. Last used");
    await expectAccessibleInBothThemes(page);
    await question.getByRole("button", { name: "Revoke key" }).click();
    await expect(question).toBeHidden();
    expect([await lists(secret), await lists(second)]).toEqual([401, 401]);
    await expect(row).toContainText("Revoked");
    await expect(more).toHaveCount(0);
  });
  await request.dispose();
});

test("the key of somebody else can be renamed and revoked, and nothing more", async ({ page, server, playwright }) => {
  const request = await playwright.request.newContext();
  const workspace = await found(request, server);
  await workspace.api.post("/me/reauthentication", { password: workspace.person.password });
  await workspace.api.post(`/workspaces/${workspace.id}/api-keys`, { name: "Shop sync", scopes: ["bots.read"] });
  const admin = await admit(page, server, workspace, "admin");
  await new Api(page.context().request, server.address).post("/me/reauthentication", { password: admin.password });
  await page.goto(workspace.path("/settings/api-keys"));
  await page.getByRole("button", { name: "More for Shop sync" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Change", "Revoke key"]);
  await page.getByRole("menuitem", { name: "Change" }).click();
  const dialog = page.getByRole("dialog", { name: "Change API key" });
  await expect(dialog).toContainText("Somebody else made this key.");
  await expect(dialog.getByRole("checkbox")).toHaveCount(0);
  await expectAccessibleInBothThemes(page);
  await dialog.getByLabel("Name").fill("Till");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "More for Till" })).toBeVisible();
  await request.dispose();
});

test("whoever may not make keys sees none, and which permission is missing", async ({ page, server, playwright, complaints }) => {
  complaints.allow(REFUSED);
  const request = await playwright.request.newContext();
  const workspace = await found(request, server);
  await admit(page, server, workspace, "builder");
  await page.goto(workspace.path("/settings/business"));
  await expect(page.getByRole("main").getByRole("link", { name: "Roles" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "API keys" })).toHaveCount(0);
  await page.goto(workspace.path("/settings/api-keys"));
  await expect(page.getByRole("main")).toContainText("The permission ‘Make and revoke API keys’ is missing.");
  await expectAccessible(page);
  await request.dispose();
});

test("keys, devices and the question for the password need no pointer", async ({ page, server, complaints }) => {
  complaints.allow(REFUSED);
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  const main = page.getByRole("main");

  await test.step("a key is made", async () => {
    await page.goto(workspace.path("/settings/api-keys"));
    await keys.enter(main.getByRole("button", { name: "Create API key" }).first());
    const dialog = newKey(page);
    await expect(dialog.getByLabel("Name")).toBeFocused();
    await keys.type(dialog.getByLabel("Name"), "Shop sync");
    await keys.tabTo(dialog.getByRole("checkbox", { name: "See bots" }));
    await keys.press("Space");
    await keys.enter(dialog.getByRole("button", { name: "Create API key" }));
  });

  await test.step("the password is given up, and asked for again", async () => {
    const prompt = passwordPrompt(page);
    await expect(prompt.getByLabel("Password", { exact: true })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(prompt).toBeHidden();
    await expect(newKey(page)).toContainText("Nothing was changed");
    await expectFocusSeen(page);
    await keys.enter(newKey(page).getByRole("button", { name: "Create API key" }));
    await keys.type(prompt.getByLabel("Password", { exact: true }), workspace.person.password);
    await page.keyboard.press("Enter");
    await expect(prompt).toBeHidden();
  });

  await test.step("the secret is copied and put away", async () => {
    const shown = page.getByRole("dialog", { name: "‘Shop sync’ is ready" });
    await expect(shown).toBeVisible();
    await expectFocusSeen(page);
    await keys.tabTo(shown.getByRole("region", { name: "API key" }), { back: true });
    await keys.enter(shown.getByRole("button", { name: "I have stored it" }));
    await expect(shown).toBeHidden();
    await expectFocusSeen(page);
  });

  await test.step("it is revoked", async () => {
    const more = main.getByRole("button", { name: "More for Shop sync" });
    await keys.choose(more, "Revoke key");
    const question = page.getByRole("alertdialog");
    await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
    await keys.enter(question.getByRole("button", { name: "Revoke key" }));
    await expect(question).toBeHidden();
    await expect(main.getByRole("row").filter({ hasText: "Shop sync" })).toContainText("Revoked");
    await expectFocusSeen(page);
  });

  await test.step("another browser is signed out", async () => {
    await workspace.api.post("/sign-in", { email: workspace.person.email, password: workspace.person.password });
    await page.goto("/account/security");
    await keys.enter(main.getByRole("button", { name: "Sign out all others" }));
    await keys.enter(page.getByRole("alertdialog").getByRole("button", { name: "Sign out all others" }));
    await expect(page.getByRole("alertdialog")).toBeHidden();
    await expect(main.getByRole("button", { name: "Sign out all others" })).toHaveCount(0);
    await expectFocusSeen(page);
  });
});

// What each role sees: nothing that it may not use without the reason, and "no access" where an address leads too far.
import type { Locator, Page } from "@playwright/test";
import { found, type Workspace } from "../support/api.ts";
import { admit } from "../support/members.ts";
import { expect, expectAccessible, test as base } from "../support/test.ts";

/** A workspace at work, owned by somebody who is not at the page. */
const test = base.extend<{ owned: { workspace: Workspace; number: string; bot: string } }>({
  owned: async ({ playwright, server }, use) => {
    const request = await playwright.request.newContext();
    const workspace = await found(request, server);
    const { number, bot } = await workspace.answering();
    await workspace.write(number, "hi");
    await use({ workspace, number, bot });
    await request.dispose();
  },
});

/** The address shows which permission is missing, and who gives it. */
async function expectNoAccess(page: Page, path: string, permission: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "You can't see this" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`The permission ‘${permission}’ is missing.`);
  await expectAccessible(page);
}

/** A button that cannot be used and says why. */
async function expectBlocked(button: Locator, role: string): Promise<void> {
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(`You need the ${role} role for this. Ask an owner.`);
}

function destinations(page: Page): Locator {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link");
}

test("a viewer looks and changes nothing", async ({ page, server, owned, complaints }) => {
  complaints.allow(/status of 403/);
  const { workspace, number, bot } = owned;
  await admit(page, server, workspace, "viewer");
  await page.goto(workspace.path());
  await expect(destinations(page)).toHaveText(["Home", "Bots", "Settings"]);
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: /New bot|Open inbox|sandbox phone/ })).toHaveCount(0);
  await expectAccessible(page);

  await destinations(page).filter({ hasText: "Bots" }).click();
  await expectBlocked(main.getByRole("button", { name: "New bot" }), "Builder");
  await page.getByRole("button", { name: "More actions for Menu" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Open", "Export JSON"]);
  await page.keyboard.press("Escape");
  await main.getByRole("link", { name: "Menu" }).click();
  await expect(main).toContainText("You can look at this bot. You need the Builder role for this. Ask an owner.");
  await expectBlocked(main.getByRole("button", { name: "Publish" }), "Builder");
  await main.getByRole("button", { name: /^Prices/ }).click();
  await expect(main.getByLabel("Message", { exact: true })).toBeDisabled();
  await expect(main.getByRole("button", { name: /Add step|^Undo|More actions/ })).toHaveCount(0);
  await expectAccessible(page);
  await expect(main.getByRole("navigation", { name: "Sections of the bot" }).getByRole("link")).toHaveText(["Build", "Versions", "Settings"]);
  await main.getByRole("link", { name: "Versions" }).click();
  await expect(main.getByRole("link", { name: "Version 1" })).toBeVisible();
  await expect(main.getByRole("button", { name: /Restore/ })).toHaveCount(0);
  await main.getByRole("link", { name: "Settings" }).click();
  for (const name of ["Save name", "Pause", "Delete bot"]) await expectBlocked(main.getByRole("button", { name, exact: true }), "Builder");
  await expectAccessible(page);
  await destinations(page).filter({ hasText: "Settings" }).click();
  await expect(page.getByLabel("Business name")).toBeDisabled();
  await expect(main).toContainText("You need the Admin role for this. Ask an owner.");
  await main.getByRole("link", { name: "Numbers" }).click();
  await expect(main.getByText("Connected")).toBeVisible();
  await expect(main.getByRole("link", { name: "Open the sandbox phone" })).toHaveCount(0);

  await expectNoAccess(page, workspace.path("/inbox"), "See the inbox");
  await expectNoAccess(page, workspace.path("/bots/new"), "Edit bots");
  await expectNoAccess(page, workspace.path(`/bots/${bot}/runs`), "See runs");
  await expectNoAccess(page, workspace.path(`/phone/${number}`), "Use the sandbox phone");
});

test("an agent answers people and builds nothing", async ({ page, server, owned }) => {
  const { workspace, number } = owned;
  await admit(page, server, workspace, "agent");
  await page.goto(workspace.path("/inbox"));
  await expect(destinations(page)).toHaveText(["Home", "Inbox", "Bots", "Settings"]);
  const main = page.getByRole("main");
  await main.getByRole("link", { name: /Asha Rao/ }).click();
  await main.getByRole("button", { name: "Take over" }).click();
  await page.getByRole("textbox", { name: /^Reply to/ }).fill("An agent here.");
  await page.keyboard.press("Enter");
  await expect(main.getByRole("list", { name: /^Messages with/ }).getByText("An agent here.", { exact: true })).toBeVisible();
  await destinations(page).filter({ hasText: "Bots" }).click();
  await expectBlocked(main.getByRole("button", { name: "New bot" }), "Builder");
  await main.getByRole("link", { name: "Menu" }).click();
  await main.getByRole("link", { name: "Runs" }).click();
  await expect(main.getByRole("link", { name: /Asha Rao/ })).toBeVisible();
  await expectNoAccess(page, workspace.path(`/phone/${number}`), "Use the sandbox phone");
});

test("a builder builds, and leaves business and numbers alone", async ({ page, server, owned }) => {
  const { workspace } = owned;
  await admit(page, server, workspace, "builder");
  await page.goto(workspace.path("/bots"));
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "New bot" }).click();
  await page.getByRole("radio", { name: "Feedback", exact: true }).check();
  await main.getByRole("button", { name: "Create bot" }).click();
  await expect(main.getByRole("button", { name: "Publish" })).not.toHaveAttribute("aria-disabled");
  await expect(main.getByRole("link", { name: "Try it" })).toBeVisible();
  await destinations(page).filter({ hasText: "Settings" }).click();
  await expect(page.getByLabel("Business name")).toBeDisabled();
  await main.getByRole("link", { name: "Numbers" }).click();
  await main.getByRole("link", { name: "Open the sandbox phone" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sandbox phone" })).toBeVisible();
});

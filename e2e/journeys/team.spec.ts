// The team: invitations from the mail to the membership, roles that change, owners who come and go, and further workspaces.
import type { Browser, Page } from "@playwright/test";
import { newcomer } from "../support/actors.ts";
import { enter, found, type Workspace } from "../support/api.ts";
import { Keyboard } from "../support/focus.ts";
import { linkIn, mailsIn, mailTo } from "../support/mail.ts";
import { admit, invite } from "../support/members.ts";
import { passwordPrompt, prove } from "../support/prove.ts";
import type { Server } from "../support/server.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

/** The page of somebody else, in a browser of their own. */
async function another(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** The owner's team page. */
async function teamOf(page: Page, server: Server): Promise<Workspace> {
  const workspace = await enter(page, server);
  await page.goto(workspace.path("/settings/team"));
  await expect(page.getByRole("heading", { level: 1, name: "Team" })).toBeVisible();
  return workspace;
}

function destinations(page: Page) {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link");
}

/** A member's line on the team page. */
function line(page: Page, name: string) {
  return page.getByRole("table", { name: "Members" }).getByRole("row").filter({ hasText: name });
}

/** Opens the menu of a member and takes one of its items. */
async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menu").filter({ visible: true }).getByText(item, { exact: true }).click();
}

/** Answers the question that stands over the page. */
async function confirm(page: Page, title: string, verb: string): Promise<void> {
  const question = page.getByRole("alertdialog", { name: title });
  await question.getByRole("button", { name: verb, exact: true }).click();
}

test("somebody invited signs up by the link and sees what the role allows", async ({ page, server, browser }) => {
  await teamOf(page, server);
  await expect(page.getByText("No open invitations")).toBeVisible();
  await expectAccessible(page);
  const ravi = { ...newcomer(), name: "Ravi Kumar", email: "ravi@example.com" };
  const before = await mailsIn(server);
  await page.getByRole("button", { name: "Invite somebody" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("Email").fill("ravi");
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(dialog.getByText("1 thing to fix")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Email").fill(ravi.email);
  await dialog.getByLabel("Role").selectOption("Agent");
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("An invitation to ravi@example.com is on its way.")).toBeVisible();
  await expect(page.getByRole("main").getByText("Agent, invited by Asha Rao")).toBeVisible();

  const theirs = await another(browser);
  await theirs.goto(linkIn(await mailTo(server, ravi.email, before), server));
  await expect(theirs.getByRole("heading", { level: 1, name: "Join Acme Bakery" })).toBeVisible();
  await expect(theirs.getByText("Asha Rao invites you as Agent.")).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByLabel("Your name").fill(ravi.name);
  await theirs.getByLabel("Password", { exact: true }).fill(ravi.password);
  await theirs.getByRole("button", { name: "Create account and accept" }).click();
  await expect(theirs.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await expect(destinations(theirs)).toHaveText(["Home", "Inbox", "Bots", "Settings"]);

  // Whoever has the team open sees them come.
  await expect(line(page, "Ravi Kumar")).toContainText("Agent");
  await expect(page.getByText("No open invitations")).toBeVisible();
  await destinations(theirs).filter({ hasText: "Settings" }).click();
  await theirs.getByRole("main").getByRole("link", { name: "Team" }).click();
  await expect(line(theirs, "Ravi Kumar")).toContainText("You");
  await expect(theirs.getByRole("button", { name: /^More for/ })).toHaveCount(0);
  await expect(theirs.getByRole("button", { name: "Invite somebody" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(theirs);

  // They gave no phone, and need none.
  await theirs.goto("/account/profile");
  await theirs.getByLabel("Your name").fill("Ravi K.");
  await theirs.getByRole("button", { name: "Save", exact: true }).click();
  await expect(theirs.getByText("Profile saved.")).toBeVisible();
});

test("somebody with an account accepts, is given another role, and is removed", async ({ page, server, browser, playwright, complaints }) => {
  // What decides over people wants the password first.
  complaints.allow(/status of 403/);
  const request = await playwright.request.newContext();
  const person = { ...newcomer(), name: "Mary Ann", business: "Corner Shop" };
  await found(request, server, person);
  const workspace = await teamOf(page, server);
  const link = await invite(server, workspace, person.email, "viewer");

  const theirs = await another(browser);
  await theirs.goto(link);
  await theirs.getByLabel("Password", { exact: true }).fill(person.password);
  await expectAccessible(theirs);
  await theirs.getByRole("button", { name: "Sign in and accept" }).click();
  await expect(destinations(theirs)).toHaveText(["Home", "Bots", "Settings"]);
  await theirs.getByRole("button", { name: "Switch workspace" }).click();
  await expect(theirs.getByRole("menuitemradio")).toHaveText(["Acme Bakery", "Corner Shop"]);
  await expect(theirs.getByRole("menuitemradio", { checked: true })).toHaveText("Acme Bakery");
  await theirs.keyboard.press("Escape");

  await choose(page, "Mary Ann", "Builder");
  await prove(page, workspace.person);
  await expect(page.getByText("Mary Ann's role is now Builder.")).toBeVisible();
  await expect(line(page, "Mary Ann")).toContainText("Builder");
  await expect(destinations(theirs), "the new role is seen at once").toHaveText(["Home", "Inbox", "Bots", "Settings"]);

  await choose(page, "Mary Ann", "Sign out everywhere");
  const question = page.getByRole("alertdialog", { name: "Sign out Mary Ann everywhere?" });
  await expect(question).toContainText("of their other workspaces too");
  await expectAccessible(page);
  const before = await mailsIn(server);
  await confirm(page, "Sign out Mary Ann everywhere?", "Sign out everywhere");
  await expect(page.getByText("Mary Ann is signed out everywhere.")).toBeVisible();
  const again = theirs.getByRole("dialog", { name: "Sign in again" });
  await expect(again, "their page notices").toBeVisible();
  expect((await mailTo(server, person.email, before)).subject).toBe("You were signed out on every device");
  await again.getByLabel("Password", { exact: true }).fill(person.password);
  await theirs.keyboard.press("Enter");
  await expect(again).toBeHidden();

  await choose(page, "Mary Ann", "Remove");
  await expect(page.getByRole("alertdialog", { name: "Remove Mary Ann?" })).toBeVisible();
  await expectAccessible(page);
  await confirm(page, "Remove Mary Ann?", "Remove");
  await expect(line(page, "Mary Ann")).toHaveCount(0);
  await expect(theirs.getByRole("heading", { level: 1, name: "Home" }), "they are out at once").toHaveCount(0);
  await theirs.goto("/");
  await expect(theirs.getByRole("banner")).toContainText("Corner Shop");
  await theirs.goto(link);
  await expect(theirs.getByText("This invitation was used, revoked or has expired.")).toBeVisible();
  await expectAccessible(theirs);
  await request.dispose();
});

test("a workspace is handed over, and its former owner leaves", async ({ page, server, browser, complaints }) => {
  complaints.allow(/status of 40[39]/);
  const workspace = await teamOf(page, server);
  const theirs = await another(browser);
  await admit(theirs, server, workspace, "builder", { ...newcomer(), name: "Ravi Kumar" });
  await page.getByRole("button", { name: "Leave workspace" }).click();
  await confirm(page, "Leave this workspace?", "Leave workspace");
  await expect(page.getByRole("alertdialog")).toContainText("Make somebody else an owner first.");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();

  await choose(page, "Ravi Kumar", "Hand the workspace over…");
  await confirm(page, "Hand the workspace over to Ravi Kumar?", "Hand over");
  await prove(page, workspace.person);
  await expect(page.getByText("Ravi Kumar owns the workspace now. You are an admin.")).toBeVisible();
  await expect(line(page, "Ravi Kumar")).toContainText("Owner");
  await expect(page.getByRole("button", { name: "More for Ravi Kumar" })).toHaveCount(0);
  await page.getByRole("button", { name: "Leave workspace" }).click();
  await confirm(page, "Leave this workspace?", "Leave workspace");
  await expect(page.getByText("You belong to no workspace")).toBeVisible();
  await expectAccessible(page);
  await theirs.goto(workspace.path("/settings/team"));
  await expect(line(theirs, "Ravi Kumar")).toContainText("Owner");
  await expect(line(theirs, "Asha Rao")).toHaveCount(0);
});

test("an invitation is sent again, refused to the wrong account, and revoked", async ({ page, server, browser, complaints }) => {
  complaints.allow(/status of 429/);
  const workspace = await teamOf(page, server);
  const link = await invite(server, workspace, "wrong@example.com", "agent");
  const more = page.getByRole("button", { name: "More for wrong@example.com" });
  await more.click();
  await page.getByRole("menuitem", { name: "Send again" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "too many tries" })).toBeVisible();

  const theirs = await another(browser);
  await enter(theirs, server);
  await theirs.goto(link);
  await expect(theirs.getByText("but the invitation is for wrong@example.com")).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByRole("button", { name: "Sign out" }).click();
  await expect(theirs.getByRole("button", { name: "Create account and accept" })).toBeVisible();

  await more.click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await confirm(page, "Revoke the invitation of wrong@example.com?", "Revoke");
  await expect(page.getByText("No open invitations")).toBeVisible();
  await theirs.getByLabel("Your name").fill("Late");
  await theirs.getByLabel("Password", { exact: true }).fill("seven green lanterns");
  await theirs.getByRole("button", { name: "Create account and accept" }).click();
  await expect(theirs.getByText("This invitation was used, revoked or has expired.")).toBeVisible();
});

test("the matrix shows what each role may do, and the app is seen as one", async ({ page, server }) => {
  const workspace = await enter(page, server);
  await page.goto(workspace.path("/settings/roles"));
  const row = page.getByRole("table").getByRole("row").filter({ hasText: "Publish bots" });
  await expect(row.getByRole("cell")).toHaveText(["Yes", "Yes", "Yes", "No", "No"]);
  await expectAccessible(page);
  await page.getByRole("button", { name: "See as Viewer" }).click();
  await expect(destinations(page)).toHaveText(["Home", "Bots", "Settings"]);
  await expect(page.getByText("You see the app as Viewer.")).toBeVisible();
  await expectAccessible(page);
  await destinations(page).filter({ hasText: "Bots" }).click();
  await expect(page.getByRole("button", { name: "New bot" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Back to your role" }).click();
  await expect(destinations(page)).toHaveText(["Home", "Inbox", "Bots", "Settings"]);
});

test("a second workspace is made and left for the first by the switcher", async ({ page, server }) => {
  const workspace = await enter(page, server);
  await page.goto(workspace.path());
  await page.getByRole("button", { name: "Switch workspace" }).click();
  await page.getByRole("menuitem", { name: "New workspace" }).click();
  await page.getByLabel("Business name").fill("Second Bakery");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByText("Second Bakery is ready.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Set up Second Bakery" })).toBeVisible();
  await page.getByRole("button", { name: "Switch workspace" }).click();
  await page.getByRole("menuitemradio", { name: "Acme Bakery" }).click();
  await expect(page).toHaveURL(new RegExp(`${workspace.path()}$`));
  await expect(page.getByRole("heading", { name: "Set up Acme Bakery" })).toBeVisible();
});

test("a team is run without a pointer", async ({ page, server, browser, complaints }) => {
  complaints.allow(/status of 403/);
  const keys = await Keyboard.alone(page);
  const workspace = await teamOf(page, server);
  await admit(await another(browser), server, workspace, "viewer", { ...newcomer(), name: "Li" });
  await keys.enter(page.getByRole("button", { name: "Invite somebody" }).first());
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await expect(dialog.getByLabel("Email")).toBeFocused();
  await keys.type(dialog.getByLabel("Email"), "keys@example.com");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Invite somebody" }).first()).toBeFocused();
  await keys.choose(page.getByRole("button", { name: "More for Li" }), "Agent");
  await keys.type(passwordPrompt(page).getByLabel("Password", { exact: true }), workspace.person.password);
  await page.keyboard.press("Enter");
  await expect(line(page, "Li")).toContainText("Agent");
  await keys.choose(page.getByRole("button", { name: "More for keys@example.com" }), "Revoke");
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await keys.enter(page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }));
  await expect(page.getByText("No open invitations")).toBeVisible();
  await keys.choose(page.getByRole("button", { name: "More for Li" }), "Remove", { back: true });
  await keys.enter(page.getByRole("alertdialog").getByRole("button", { name: "Remove" }));
  await expect(line(page, "Li")).toHaveCount(0);
});

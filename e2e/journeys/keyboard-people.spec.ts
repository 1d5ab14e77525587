// Accounts, teams and workspaces without a pointer.
import type { Page } from "@playwright/test";
import { newcomer } from "../support/actors.ts";
import { enter, found } from "../support/api.ts";
import { expectFocusSeen, expectHeadingFocused, Keyboard } from "../support/focus.ts";
import { linkIn, mailsIn, mailTo } from "../support/mail.ts";
import { invite } from "../support/members.ts";
import { passwordPrompt } from "../support/prove.ts";
import { expect, test } from "../support/test.ts";

// Each thing is reached by Tab, one press after the other.
test.setTimeout(600_000);

/** Answers the question for the password. */
async function prove(page: Page, keys: Keyboard, password: string): Promise<void> {
  const prompt = passwordPrompt(page);
  await keys.type(prompt.getByLabel("Password", { exact: true }), password);
  await page.keyboard.press("Enter");
  await expect(prompt).toBeHidden();
}

/** Answers yes to the question that stands over the page; it begins at Cancel. */
async function confirm(page: Page, keys: Keyboard, verb: string): Promise<void> {
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await keys.enter(question.getByRole("button", { name: verb, exact: true }));
}

test("a forgotten password is set anew without a pointer", async ({ page, server }) => {
  const keys = await Keyboard.alone(page);
  const { person } = await enter(page, server);
  await page.context().clearCookies();
  const before = await mailsIn(server);
  await page.goto("/sign-in");
  await keys.enter(page.getByRole("link", { name: "Forgot your password?" }));
  await expectHeadingFocused(page, "Reset your password");
  await keys.type(page.getByLabel("Email", { exact: true }), person.email);
  await page.keyboard.press("Enter");
  await page.goto(linkIn(await mailTo(server, person.email, before), server));
  await keys.type(page.getByLabel("New password", { exact: true }), "nine yellow umbrellas");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The new password is set")).toBeVisible();
  await expectFocusSeen(page);
  await keys.enter(page.getByRole("main").getByRole("link", { name: "Sign in", exact: true }));
  await expectHeadingFocused(page, "Sign in");
  await keys.type(page.getByLabel("Email", { exact: true }), person.email);
  await keys.type(page.getByLabel("Password", { exact: true }), "nine yellow umbrellas");
  await page.keyboard.press("Enter");
  await expectHeadingFocused(page, "Home");
});

test("an account is changed without a pointer", async ({ page, server, complaints }) => {
  complaints.allow(/status of 403/);
  const keys = await Keyboard.alone(page);
  const { person } = await enter(page, server);
  const main = page.getByRole("main");
  await page.goto("/account/profile");

  await test.step("the name", async () => {
    await keys.type(main.getByLabel("Your name"), "Asha Patel");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Profile saved.")).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("the address, and the change is stopped", async () => {
    await keys.enter(main.getByRole("button", { name: "Change address" }));
    const dialog = page.getByRole("dialog", { name: "Change address" });
    await keys.type(dialog.getByLabel("New email"), newcomer().email);
    await page.keyboard.press("Enter");
    await prove(page, keys, person.password);
    await expect(dialog).toBeHidden();
    await keys.enter(main.getByRole("button", { name: "Stop the change" }), { back: true });
    await expect(main.getByRole("button", { name: "Change address" })).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("the password", async () => {
    await keys.enter(page.getByRole("link", { name: "Security" }), { back: true });
    await expectHeadingFocused(page, "Security");
    await keys.type(main.getByLabel("New password", { exact: true }), "nine yellow umbrellas");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Your password is changed.")).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("the look", async () => {
    await keys.enter(page.getByRole("link", { name: "Appearance" }), { back: true });
    await expectHeadingFocused(page, "Appearance");
    const themes = main.getByRole("group", { name: "What the dashboard looks like" });
    await keys.tabTo(themes.getByRole("radio", { checked: true }));
    await keys.press("ArrowUp");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await keys.press("ArrowDown");
    await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  });

  await test.step("the language, and back by the palette's way to the page", async () => {
    const languages = main.getByRole("group", { name: "Which language the dashboard speaks" });
    await keys.tabTo(languages.getByRole("radio", { checked: true }), { back: true });
    await page.keyboard.press("ArrowDown");
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    await expect(page.getByRole("heading", { level: 1, name: "المظهر" })).toBeVisible();
    await keys.tabTo(main.getByRole("radio", { checked: true }).first());
    await page.keyboard.press("ArrowUp");
    await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
    await expect(page.getByRole("heading", { level: 1, name: "Appearance" })).toBeVisible();
  });
});

test("a language is chosen before sign-in without a pointer", async ({ page }) => {
  const keys = await Keyboard.alone(page);
  await page.goto("/sign-in");
  await keys.choose(page.getByRole("button", { name: "Language: English" }), "हिन्दी");
  await expect(page.getByRole("heading", { level: 1, name: "साइन इन करें" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "hi");
});

test("an ended session goes on without a pointer", async ({ page, server, context }) => {
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  await page.goto(workspace.path("/settings/business"));
  await keys.type(page.getByLabel("Business name"), "Acme Cakes");
  await context.clearCookies();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type(workspace.person.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Business saved.")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expectFocusSeen(page);
});

test("an invitation is accepted, and the workspace handed over and left, without a pointer", async ({ page, server, browser, complaints }) => {
  complaints.allow(/status of 403/);
  const keys = await Keyboard.alone(page);
  const ravi = { ...newcomer(), name: "Ravi Kumar" };
  const theirs = await browser.newContext();
  const workspace = await found(theirs.request, server);
  await page.goto(await invite(server, workspace, ravi.email, "builder"));
  await keys.type(page.getByLabel("Your name"), ravi.name);
  await keys.type(page.getByLabel("Password", { exact: true }), ravi.password);
  await page.keyboard.press("Enter");
  await expectHeadingFocused(page, "Home");
  await theirs.close();

  await page.context().clearCookies();
  await page.goto("/sign-in");
  await keys.type(page.getByLabel("Email", { exact: true }), workspace.person.email);
  await keys.type(page.getByLabel("Password", { exact: true }), workspace.person.password);
  await page.keyboard.press("Enter");
  await expectHeadingFocused(page, "Home");
  await page.goto(workspace.path("/settings/team"));
  await keys.choose(page.getByRole("button", { name: "More for Ravi Kumar" }), "Hand the workspace over…");
  await confirm(page, keys, "Hand over");
  await expect(page.getByText("Ravi Kumar owns the workspace now. You are an admin.")).toBeVisible();
  await expectFocusSeen(page);
  await keys.enter(page.getByRole("button", { name: "Leave workspace" }));
  await confirm(page, keys, "Leave workspace");
  await expect(page.getByText("You belong to no workspace")).toBeVisible();
});

test("a second workspace is made and left by the switcher without a pointer", async ({ page, server }) => {
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  const switcher = page.getByRole("button", { name: "Switch workspace" });
  await page.goto(workspace.path());
  await keys.choose(switcher, "New workspace");
  const dialog = page.getByRole("dialog", { name: "New workspace" });
  await expect(dialog.getByLabel("Business name")).toBeFocused();
  await page.keyboard.type("Second Bakery");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Set up Second Bakery" })).toBeVisible();
  await expectFocusSeen(page);
  await keys.choose(switcher, "Acme Bakery", { back: true });
  await expect(page.getByRole("heading", { name: "Set up Acme Bakery" })).toBeVisible();
  await expectFocusSeen(page);
});

test("the set-up checklist is hidden and shown without a pointer", async ({ page, server }) => {
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  await page.goto(workspace.path());
  await keys.enter(page.getByRole("button", { name: "Hide this checklist" }));
  await expect(page.getByRole("heading", { name: /^Set up/ })).toBeHidden();
  await expectFocusSeen(page);
  await keys.enter(page.getByRole("button", { name: "Show the set-up checklist" }));
  await expect(page.getByRole("heading", { name: /^Set up/ })).toBeVisible();
  await expectFocusSeen(page);
});

test("the palette leads anywhere without a pointer", async ({ page, server }) => {
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  await page.goto(workspace.path());
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("numb");
  await page.keyboard.press("Enter");
  await expectHeadingFocused(page, "Numbers");
  await keys.press("?");
  await page.keyboard.press("Escape");
  await expectHeadingFocused(page, "Numbers");
});

// Forms: nothing typed is lost, errors are announced and lead to their fields, and a session that ends takes nothing along.
import type { BrowserContext, Page } from "@playwright/test";
import { newcomer } from "../support/actors.ts";
import { enter } from "../support/api.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

/** The summary of what is to be fixed, which takes the focus. */
function summary(page: Page) {
  return page.locator(".summary").filter({ visible: true });
}

/** Ends the session in the browser, as if it had been revoked. */
async function endSession(context: BrowserContext): Promise<void> {
  await context.clearCookies();
}

test("sign-up says what is missing, keeps what was typed, and leads to each field", async ({ page, complaints }) => {
  complaints.allow(/net::ERR_FAILED/);
  await page.goto("/sign-up");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText("2 things to fix");
  await expectAccessible(page);
  await summary(page).getByRole("link", { name: "Enter a password." }).click();
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.getByLabel("Email", { exact: true }).fill("nobody");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.keyboard.press("Enter");
  await expect(summary(page)).toContainText("Enter a whole address, like name@example.com.");
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue("nobody");
  await expect(page.getByLabel("Email", { exact: true })).toHaveAccessibleDescription(/Enter a whole address/);

  const person = newcomer();
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("button", { name: "Hide" })).toBeFocused();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Phone").fill("98123");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByLabel("Email", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Your name")).toHaveValue(person.name);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText("Enter the number with its country code");
  await expectAccessible(page);

  await page.getByLabel("Phone").fill(person.phone);
  await page.getByLabel("Business name").fill(person.business);
  await page.route("**/api/v1/sign-up", (route) => route.abort());
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(summary(page)).toContainText("The server can't be reached.");
  await expect(summary(page)).toBeFocused();
  await expect(page.getByLabel("Business name")).toHaveValue(person.business);
  await page.unroute("**/api/v1/sign-up");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Check your mail" })).toBeFocused();
});

test("a wrong password is said on the form, and useless links say what to do", async ({ page, server, complaints }) => {
  complaints.allow(/status of (410|422)/);
  const { person } = await enter(page, server);
  await endSession(page.context());
  await page.goto("/sign-in?next=%2Faccount%2Fappearance");
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill("nine yellow umbrellas");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText("Email or password is wrong. Check both or reset your password.");
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue(person.email);
  await expectAccessible(page);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Appearance" })).toBeFocused();

  await page.goto("/verify#no-such-token");
  await expect(page.getByText("This link has expired or was used already.")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/reset#no-such-token");
  await page.getByLabel("New password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("This link has expired or was used already.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Reset your password" })).toBeFocused();
});

test("when the session ends, sign-in opens over the page and nothing is lost", async ({ page, server, context }) => {
  const workspace = await enter(page, server);
  const bot = await workspace.bot();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });

  await test.step("in the editor", async () => {
    await page.goto(workspace.path(`/bots/${bot}/build?step=s2`));
    const message = page.getByRole("main").getByLabel("Message", { exact: true });
    await expect(message).toBeVisible();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await endSession(context);
    await message.fill("Typed as the session ended");
    await expect(dialog.getByLabel("Password")).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Password").fill("nine yellow umbrellas");
    await page.keyboard.press("Enter");
    await expect(summary(page)).toContainText("Email or password is wrong.");
    await dialog.getByLabel("Password").fill(workspace.person.password);
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(message).toBeFocused();
    await expect(message).toHaveValue("Typed as the session ended");
    await expect(page.getByText(/^Saved/)).toBeVisible();
  });

  await test.step("in the settings", async () => {
    await page.goto(workspace.path("/settings/business"));
    await page.getByLabel("Business name").fill("Acme Cakes");
    await endSession(context);
    await page.getByRole("button", { name: "Save" }).click();
    await dialog.getByLabel("Password").fill(workspace.person.password);
    await page.keyboard.press("Enter");
    await expect(page.getByText("Business saved.")).toBeVisible();
    await expect(page.getByLabel("Business name")).toHaveValue("Acme Cakes");
  });

  await test.step("leaving unsaved changes asks", async () => {
    await page.getByLabel("Business name").fill("Acme Pies");
    await page.getByRole("link", { name: "Bots" }).click();
    const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await expect(question.getByRole("button", { name: "Keep editing" })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Business name")).toHaveValue("Acme Pies");
    await page.getByRole("button", { name: "Discard" }).click();
    await expect(page.getByLabel("Business name")).toHaveValue("Acme Cakes");
    await expect(page.getByRole("button", { name: "Discard" })).toBeHidden();
  });
});

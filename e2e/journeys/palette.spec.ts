// The palette and the keys that work on every page.
import type { Page } from "@playwright/test";
import { enter } from "../support/api.ts";
import { expectHeadingFocused } from "../support/focus.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

// Many pages, one after the other.
test.setTimeout(400_000);

function palette(page: Page) {
  return page.getByRole("dialog", { name: "Search and commands" });
}

function field(page: Page) {
  return palette(page).getByRole("combobox");
}

/** Opens it by its key. It comes as a part of its own, and takes what is typed when its field has the focus. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(field(page)).toBeFocused();
}

/** The option that Enter would take. */
async function expectActive(page: Page, name: string): Promise<void> {
  const option = palette(page).getByRole("option", { selected: true });
  await expect(option).toHaveText(new RegExp(`^${name}`));
  await expect(field(page)).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id")) ?? "none");
}

test("pages, bots, conversations and actions are found by typing", async ({ page, server }) => {
  const workspace = await enter(page, server);
  const { number } = await workspace.answering();
  await workspace.bot("feedback", "Überraschung");
  await workspace.write(number, "hi");
  await page.goto(workspace.path());
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await expectAccessible(page);

  await test.step("opens by key, moves by arrows, goes by Enter", async () => {
    await openPalette(page);
    await expectActive(page, "Home");
    await page.keyboard.press("ArrowDown");
    await expectActive(page, "Inbox");
    await expectAccessible(page);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await expectActive(page, "Sign out");
    await page.keyboard.type("numb");
    await expectActive(page, "Settings: Numbers");
    await expect(page.getByRole("status").getByText("1 result")).toBeAttached();
    await page.keyboard.press("Enter");
    await expectHeadingFocused(page, "Numbers");
  });

  await test.step("remembers what was chosen", async () => {
    await openPalette(page);
    await expect(palette(page).getByRole("group", { name: "Recent" }).getByRole("option")).toHaveText(["Settings: Numbers"]);
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await expect(page.getByRole("heading", { level: 1, name: "Numbers" })).toBeFocused();
  });

  await test.step("finds a bot without its accents", async () => {
    await page.getByRole("button", { name: "Search and commands" }).click();
    await expect(field(page)).toBeFocused();
    await page.keyboard.type("uberr");
    await expectActive(page, "Überraschung");
    await page.keyboard.press("Enter");
    await expectHeadingFocused(page, "Überraschung");
  });

  await test.step("finds a conversation by the name of the contact", async () => {
    await openPalette(page);
    await page.keyboard.type("rao");
    await palette(page).getByRole("group", { name: "Conversations" }).getByRole("option").click();
    await expect(page.getByRole("main").getByRole("heading", { level: 2, name: "Asha Rao" })).toBeVisible();
  });

  await test.step("says when there is nothing", async () => {
    await openPalette(page);
    await page.keyboard.type("no such thing");
    await expect(palette(page)).toContainText("Nothing found for ‘no such thing’.");
    await expect(field(page)).toHaveAttribute("aria-expanded", "false");
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ControlOrMeta+k");
    await expect(palette(page)).toBeHidden();
  });

  await test.step("does things", async () => {
    await openPalette(page);
    await page.keyboard.type("dark");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await openPalette(page);
    await page.keyboard.type("sign out");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test("bots that cannot be loaded leave pages and actions", async ({ page, server, complaints }) => {
  complaints.allow(/status of 500/);
  const workspace = await enter(page, server);
  await page.goto(workspace.path("/settings/business"));
  await expect(page.getByLabel("Business name")).toBeVisible();
  const problem = { type: "about:blank", title: "Internal", status: 500, code: "internal", request_id: "req_1" };
  await page.route("**/api/v1/**/bots?*", (route) => route.fulfill({ status: 500, json: problem }));
  await openPalette(page);
  await page.keyboard.type("inbox");
  await expectActive(page, "Inbox");
  await expect(palette(page)).toContainText("Bots and conversations couldn't be loaded.");
});

test("letters are keys outside fields only, and can be switched off", async ({ page, server }) => {
  const workspace = await enter(page, server);
  await workspace.bot();
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.goto(workspace.path("/bots"));
  await expect(page.getByRole("link", { name: "Menu" })).toBeVisible();

  await test.step("a question mark shows the keys", async () => {
    await page.keyboard.press("?");
    await expect(keys).toContainText("Go to Inbox");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(keys).toBeHidden();
  });

  await test.step("a field takes them as text", async () => {
    const search = page.getByRole("searchbox", { name: "Search bots" });
    await search.fill("");
    await search.pressSequentially("c?gi");
    await expect(search).toHaveValue("c?gi");
    await expect(keys).toBeHidden();
    await expect(page).toHaveURL(/\/bots\?q=/);
    await search.fill("");
  });

  await test.step("C makes a bot", async () => {
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("c");
    await expectHeadingFocused(page, "New bot");
  });

  await test.step("switched off they do nothing, and the palette still opens", async () => {
    await page.goto("/account/shortcuts");
    await page.getByRole("checkbox", { name: "Single-letter shortcuts" }).uncheck();
    await page.goto(workspace.path("/bots"));
    await expect(page.getByRole("link", { name: "Menu" })).toBeVisible();
    await page.keyboard.press("?");
    await page.keyboard.press("c");
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await openPalette(page);
    await expect(keys).toBeHidden();
    await expect(page).toHaveURL(/\/bots$/);
  });
});

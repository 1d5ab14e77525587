// Everything without a pointer: from sign-up to sign-out, and the keys of dialogs, menus and regions.
import { enter } from "../support/api.ts";
import { newcomer } from "../support/actors.ts";
import { expectFocusSeen, expectHeadingFocused, Keyboard } from "../support/focus.ts";
import { linkIn, mailTo } from "../support/mail.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

test("a newcomer needs no pointer from sign-up to sign-out", async ({ page, server }) => {
  const keys = await Keyboard.alone(page);
  const person = newcomer();
  const main = page.getByRole("main");

  await test.step("signs up", async () => {
    await page.goto("/sign-in");
    await keys.enter(page.getByRole("link", { name: "Create your account" }));
    await expectHeadingFocused(page, "Create your account");
    await keys.type(page.getByLabel("Email", { exact: true }), person.email);
    await keys.type(page.getByLabel("Password", { exact: true }), person.password);
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("Your name")).toBeFocused();
    await keys.type(page.getByLabel("Your name"), person.name);
    await keys.type(page.getByLabel("Phone"), person.phone);
    await keys.type(page.getByLabel("Business name"), person.business);
    await page.keyboard.press("Enter");
    await expectHeadingFocused(page, "Check your mail");
  });

  await test.step("verifies and gets a number", async () => {
    await page.goto(linkIn(await mailTo(server, person.email), server));
    await expectHeadingFocused(page, "Home");
    await keys.enter(main.getByRole("button", { name: "Get a sandbox number" }));
    await expect(main.getByRole("link", { name: "See numbers" })).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("makes a bot from a starter", async () => {
    await keys.enter(main.getByRole("link", { name: "New bot" }));
    await expectHeadingFocused(page, "New bot");
    await keys.tabTo(main.getByRole("radio", { checked: true }));
    for (let i = 0; i < 8 && !(await main.getByRole("radio", { name: "Menu", exact: true }).isChecked()); i += 1) {
      await keys.press("ArrowDown");
    }
    await keys.enter(main.getByRole("button", { name: "Create bot" }));
    await expectHeadingFocused(page, "Menu");
  });

  await test.step("edits a step and publishes", async () => {
    await keys.enter(main.getByRole("button", { name: /^Prices/ }));
    await keys.type(main.getByLabel("Message", { exact: true }), "Bread is 40, cake is 450.");
    await expect(page.getByText(/^Saved/)).toBeVisible();
    await keys.enter(main.getByRole("button", { name: "Publish" }), { back: true });
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByLabel("Note")).toBeFocused();
    await keys.type(dialog.getByLabel("Note"), "The first one");
    await keys.enter(dialog.getByRole("button", { name: "Publish" }));
    await expect(dialog).toBeHidden();
    await expect(main.getByRole("button", { name: "Publish" })).toBeFocused();
  });

  await test.step("writes from the sandbox phone", async () => {
    await keys.enter(main.getByRole("link", { name: "Try it" }), { back: true });
    await expectHeadingFocused(page, "Sandbox phone");
    await keys.type(page.getByRole("textbox", { name: "Message" }), "hi");
    await page.keyboard.press("Enter");
    await keys.enter(page.getByRole("button", { name: "Prices" }), { back: true });
    await expect(page.getByText("Bread is 40, cake is 450.")).toBeVisible();
    await expectFocusSeen(page);
    await keys.enter(page.getByRole("button", { name: "Talk to a person" }).last());
    await expect(page.getByText("will answer here soon")).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("answers in the inbox", async () => {
    await keys.press("g");
    await page.keyboard.press("i");
    await expectHeadingFocused(page, "Inbox");
    await keys.enter(main.getByRole("link", { name: /Asha Rao/ }));
    await expect(main.getByRole("heading", { level: 2, name: "Asha Rao" })).toBeVisible();
    await keys.enter(main.getByRole("button", { name: "Take over" }));
    await expect(main.getByRole("button", { name: "Take over" })).toBeHidden();
    await expectFocusSeen(page);
    await keys.type(page.getByRole("textbox", { name: /^Reply to/ }), "Good morning, how can I help?");
    await page.keyboard.press("Enter");
    await expect(main.getByRole("list", { name: /^Messages with/ }).getByText("Good morning, how can I help?", { exact: true })).toBeVisible();
    await keys.enter(main.getByRole("button", { name: "Close" }), { back: true });
    await expect(main.getByRole("button", { name: "Reopen" })).toBeFocused();
  });

  await test.step("signs out", async () => {
    await keys.choose(page.getByRole("button", { name: /^Account of/ }), "Sign out", { back: true });
    await expect(page).toHaveURL(/\/sign-in/);
    await expectAccessible(page);
  });
});

test("regions, menus and dialogs are walked by keys", async ({ page, server }) => {
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  await workspace.bot();
  await page.goto(workspace.path("/bots"));
  const more = page.getByRole("button", { name: "More actions for Menu" });
  await expect(more).toBeVisible();

  await test.step("the skip link leads past the rail", async () => {
    await keys.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  await test.step("F6 goes round the regions, G and a letter to a page, / to the search", async () => {
    await keys.press("F6");
    await expect(page.getByRole("navigation", { name: "Main" })).toBeFocused();
    await keys.press("F6");
    await expect(page.getByRole("main")).toBeFocused();
    for (const [letter, heading] of [["h", "Home"], ["i", "Inbox"], ["s", "Business"], ["b", "Bots"]] as const) {
      await page.keyboard.press("g");
      await page.keyboard.press(letter);
      await expectHeadingFocused(page, heading);
    }
    await expect(page.getByRole("searchbox", { name: "Search bots" })).toBeVisible();
    await keys.press("/");
    await expect(page.getByRole("searchbox", { name: "Search bots" })).toBeFocused();
    await page.keyboard.type("nothing like it");
    await expect(page.getByText("No bot found")).toBeVisible();
    await keys.enter(page.getByRole("button", { name: "Clear search" }));
    await expect(more).toBeVisible();
    await expectFocusSeen(page);
    const collapse = page.getByRole("button", { name: /^(Collapse|Expand)/ });
    await expect(collapse).toHaveAttribute("aria-expanded", "true");
    await keys.press("ControlOrMeta+b");
    await expect(collapse).toHaveAttribute("aria-expanded", "false");
    await keys.press("ControlOrMeta+b");
  });

  await test.step("arrows, Home, End and letters move in a menu, and Escape gives the focus back", async () => {
    const item = (name: string) => page.getByRole("menuitem", { name });
    await keys.tabTo(more);
    await keys.press("ArrowUp");
    await expect(item("Delete bot")).toBeFocused();
    await keys.press("ArrowDown");
    await expect(item("Open")).toBeFocused();
    await keys.press("End");
    await expect(item("Delete bot")).toBeFocused();
    await keys.press("Home");
    await keys.press("r");
    await expect(item("Rename")).toBeFocused();
    await expectAccessible(page);
    await keys.press("Escape");
    await expect(more).toBeFocused();
    await expect(page.getByRole("menu")).toBeHidden();
    await keys.press("ArrowDown");
    await expect(item("Open")).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("menu")).toBeHidden();
  });

  await test.step("a dialog keeps the focus and gives it back", async () => {
    await keys.choose(more, "Rename", { back: true });
    const dialog = page.getByRole("dialog", { name: "Rename bot" });
    await expect(dialog.getByLabel("Name")).toBeFocused();
    for (let i = 0; i < 6; i += 1) {
      await page.keyboard.press("Tab");
      // The browser's own bars are a stop of the round; the page behind is none.
      await expect(page.locator("main:focus-within, nav:focus-within, header:focus-within")).toHaveCount(0);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(more).toBeFocused();
    await keys.choose(more, "Delete bot");
    await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
    await keys.press("Enter");
    await expect(more).toBeFocused();
  });

  await test.step("a notice gives the focus back to where it came from", async () => {
    await workspace.publish(await workspace.bot("faq_hand_over", "Second"));
    const second = page.getByRole("button", { name: "More actions for Second" });
    await keys.choose(second, "Pause", { back: true });
    const notices = page.getByRole("region", { name: "Notices" });
    await expect(notices).toContainText("‘Second’ is paused.");
    await keys.press("F6");
    if (!(await notices.evaluate((region) => region === document.activeElement))) await keys.press("F6");
    await expect(notices).toBeFocused();
    await keys.enter(notices.getByRole("button", { name: "Close" }));
    await expect(second).toBeFocused();
  });
});

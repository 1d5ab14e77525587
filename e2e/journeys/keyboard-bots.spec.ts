// The life of a bot and the inbox without a pointer.
import type { Locator, Page } from "@playwright/test";
import { enter } from "../support/api.ts";
import { expectFocusSeen, expectHeadingFocused, Keyboard } from "../support/focus.ts";
import { expect, test } from "../support/test.ts";

// Each thing is reached by Tab, one press after the other.
test.setTimeout(600_000);

function message(page: Page): Locator {
  return page.getByRole("main").getByLabel("Message", { exact: true });
}

function section(page: Page, name: string): Locator {
  return page.getByRole("navigation", { name: "Sections of the bot" }).getByRole("link", { name });
}

/** Publishes what the editor shows. */
async function publish(page: Page, keys: Keyboard, way: { back?: boolean } = {}): Promise<void> {
  await keys.enter(page.getByRole("main").getByRole("button", { name: "Publish", exact: true }), way);
  const dialog = page.getByRole("dialog");
  await keys.enter(dialog.getByRole("button", { name: "Publish", exact: true }));
  await expect(dialog).toBeHidden();
}

/** Answers yes to the question that stands over the page; it begins at Cancel. */
async function confirm(page: Page, keys: Keyboard, verb: string): Promise<void> {
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await keys.enter(question.getByRole("button", { name: verb, exact: true }));
  await expect(question).toBeHidden();
}

test("a bot goes out as a file and comes in again without a pointer", async ({ page, server }, info) => {
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  await workspace.bot();
  await page.goto(workspace.path("/bots"));
  const coming = page.waitForEvent("download");
  await keys.choose(page.getByRole("button", { name: "More actions for Menu" }), "Export JSON");
  const file = info.outputPath("Menu.json");
  await (await coming).saveAs(file);
  await expectFocusSeen(page);

  await keys.press("c");
  await expectHeadingFocused(page, "New bot");
  await keys.tabTo(page.getByRole("radio", { checked: true }));
  await keys.press("ArrowUp");
  await expect(page.getByRole("radio", { name: "Import a file" })).toBeChecked();
  const chosen = page.getByLabel("File", { exact: true });
  await keys.tabTo(chosen);
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(file);
  await keys.type(page.getByLabel("Name"), "Mine");
  await page.keyboard.press("Enter");
  await expectHeadingFocused(page, "Mine");
});

test("a bot is changed, mended, published and brought back without a pointer", async ({ page, server, complaints }) => {
  // The page of the deleted bot may ask for it once more.
  complaints.allow(/status of 404/);
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  const main = page.getByRole("main");
  const bot = await workspace.bot();
  await page.goto(workspace.path(`/bots/${bot}/build`));

  await test.step("a change is undone and done again", async () => {
    await keys.enter(main.getByRole("button", { name: /^Prices/ }));
    await keys.type(message(page), "Bread is 40.");
    await keys.enter(main.getByRole("button", { name: /^Undo/ }), { back: true });
    await expect(message(page)).toHaveValue(/Our most popular things/);
    await keys.enter(main.getByRole("button", { name: /^Redo/ }));
    await expect(message(page)).toHaveValue("Bread is 40.");
  });

  await test.step("a problem leads to its field", async () => {
    await keys.tabTo(message(page));
    await page.keyboard.press("ControlOrMeta+A");
    await keys.press("Delete");
    await keys.enter(page.getByRole("region", { name: "Problems" }).getByRole("button", { name: /Prices/ }));
    await expect(message(page)).toBeFocused();
    await page.keyboard.type("White bread: 40");
    await expect(page.getByText("No problems").first()).toBeVisible();
  });

  await test.step("a step is added and deleted, and the notice takes it back", async () => {
    await keys.enter(main.getByRole("button", { name: "Add step", exact: true }));
    await expect(message(page)).toBeFocused();
    await page.keyboard.type("Never read");
    await expect(page.getByRole("heading", { name: "8 steps" })).toBeVisible();
    await keys.choose(main.getByRole("button", { name: "More actions for Step 8", exact: true }), "Delete step", { back: true });
    await expect(page.getByRole("heading", { name: "7 steps" })).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("it is published twice, and the first version comes back", async () => {
    await publish(page, keys, { back: true });
    await keys.enter(main.getByRole("button", { name: /^Prices/ }));
    await keys.type(message(page), "Second");
    await expect(page.getByText("Draft has changes")).toBeVisible();
    await publish(page, keys, { back: true });
    await expect(page.getByText("Live v2")).toBeVisible();
    await keys.enter(section(page, "Versions"));
    await expect(page.getByRole("button", { name: "Restore v1" })).toBeVisible();
    await keys.enter(page.getByRole("button", { name: "Restore v1" }));
    await confirm(page, keys, "Restore as draft");
    await expect(page).toHaveURL(/\/build/);
    await expect(page.getByText("Draft has changes")).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("it is renamed, paused, resumed and deleted", async () => {
    await keys.enter(section(page, "Settings"));
    await keys.type(page.getByLabel("Name of the bot"), "Front desk");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Front desk" })).toBeVisible();
    await keys.enter(main.getByRole("button", { name: "Pause", exact: true }));
    await expect(main.getByRole("button", { name: "Resume", exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(main.getByRole("button", { name: "Pause", exact: true })).toBeFocused();
    await keys.enter(main.getByRole("button", { name: /^Delete/ }));
    await confirm(page, keys, "Delete bot");
    await expectHeadingFocused(page, "Bots");
  });
});

test("a conversation is taken over, handed back, closed and reopened without a pointer", async ({ page, server }) => {
  const keys = await Keyboard.alone(page);
  const workspace = await enter(page, server);
  const { number } = await workspace.answering();
  await workspace.write(number, "hi");
  const main = page.getByRole("main");
  const button = (name: string) => main.getByRole("button", { name, exact: true });
  const row = main.getByRole("region", { name: "Conversations" }).getByRole("link", { name: /Asha Rao/ });
  await page.goto(workspace.path("/inbox"));
  await expect(row).toBeVisible();
  await keys.press("j");
  await expect(row).toBeFocused();
  await page.keyboard.press("Enter");
  await keys.enter(button("Take over"));
  await expect(button("Hand back to bot")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(button("Take over")).toBeFocused();

  await test.step("a reply takes over as well", async () => {
    await keys.type(page.getByRole("textbox", { name: /^Reply to/ }), "A person here.");
    await page.keyboard.press("Enter");
    await expect(main.getByRole("list", { name: /^Messages with/ }).getByText("A person here.", { exact: true })).toBeVisible();
    await expect(button("Hand back to bot")).toBeVisible();
  });

  await test.step("a closed one is found among the closed, and opened again", async () => {
    await keys.enter(button("Close"), { back: true });
    await expect(button("Reopen")).toBeFocused();
    await keys.enter(page.getByRole("link", { name: "Closed", exact: true }), { back: true });
    await keys.enter(row);
    await keys.enter(button("Reopen"));
    await expect(button("Close")).toBeVisible();
    await expectFocusSeen(page);
  });

  await test.step("on a phone the list and the conversation follow each other, and the focus goes along", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(workspace.path("/inbox"));
    await keys.enter(row);
    await expect(page.getByRole("textbox", { name: /^Reply to/ })).toBeVisible();
    await expectFocusSeen(page);
    await keys.enter(page.getByRole("link", { name: "Back to the list" }));
    await expect(row).toBeVisible();
    await expectFocusSeen(page);
  });
});

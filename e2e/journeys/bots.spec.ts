// The life of a bot: pause, resume, rename, delete, export, import, versions, and edits that must not be lost.
import { readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { enter } from "../support/api.ts";
import { expect, expectAccessible, SERVER_AWAY, test } from "../support/test.ts";

/** What the browser notes of an address that leads nowhere any more. */
const GONE = /status of 404/;

/** Takes an item of the menu of a bot in the list. */
async function act(page: Page, bot: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `More actions for ${bot}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** The message of the step that is open in the editor. */
function message(page: Page) {
  return page.getByRole("main").getByLabel("Message", { exact: true });
}

test("a bot is paused, resumed, renamed and deleted from the list", async ({ page, server }) => {
  const workspace = await enter(page, server);
  await workspace.answering();
  await workspace.bot("faq_hand_over", "Second");
  await page.goto(workspace.path("/bots"));
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await expect(row("Menu")).toContainText("Live v1");
  await expect(row("Second")).toContainText("Not published");

  await act(page, "Menu", "Pause");
  await expect(row("Menu")).toContainText("Paused");
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" }).click();
  await expect(row("Menu")).toContainText("Live v1");
  await act(page, "Menu", "Pause");
  await expect(row("Menu")).toContainText("Paused");
  await act(page, "Menu", "Resume");
  await expect(row("Menu")).toContainText("Live v1");

  await act(page, "Menu", "Rename");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill("");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(dialog.getByRole("link", { name: "Enter a name." })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Name").fill("Front desk");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("link", { name: "Front desk" })).toBeVisible();
  await expect(page.getByRole("button", { name: "More actions for Front desk" })).toBeFocused();

  await act(page, "Front desk", "Delete bot");
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expect(question).toContainText("It answers customers now and will stop.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(row("Front desk")).toBeVisible();
  await act(page, "Front desk", "Delete bot");
  await question.getByRole("button", { name: "Delete bot" }).click();
  await expect(row("Front desk")).toBeHidden();
  await expect(page.getByText("‘Front desk’ is deleted")).toBeVisible();
  await expect(row("Second").getByRole("button").or(row("Second").getByRole("link")).and(page.locator(":focus"))).toBeVisible();
  await expectAccessible(page);
});

test("a bot is paused, resumed and deleted from its settings", async ({ page, server, complaints }) => {
  complaints.allow(GONE);
  const workspace = await enter(page, server);
  const { bot } = await workspace.answering();
  await page.goto(workspace.path(`/bots/${bot}/settings`));
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeFocused();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
  await page.getByLabel("Name of the bot").fill("Front desk");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Front desk" })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete bot" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Bots" })).toBeFocused();
  await expect(page.getByText("Build your first bot")).toBeVisible();
  await page.goto(workspace.path(`/bots/${bot}/build`));
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
});

test("what was exported can be imported, and other files say what is wrong with them", async ({ page, server }, info) => {
  const workspace = await enter(page, server);
  await workspace.bot();
  await page.goto(workspace.path("/bots"));
  const coming = page.waitForEvent("download");
  await act(page, "Menu", "Export JSON");
  const file = info.outputPath("Menu.json");
  await (await coming).saveAs(file);
  const flow = JSON.parse(await readFile(file, "utf8"));
  expect(flow.steps).toHaveLength(7);

  const broken = info.outputPath("broken.json");
  await writeFile(broken, "{ not json");
  const newer = info.outputPath("newer.json");
  await writeFile(newer, JSON.stringify({ ...flow, spec_version: 99 }));
  const other = info.outputPath("other.json");
  await writeFile(other, JSON.stringify({ hello: "world" }));
  const huge = info.outputPath("huge.json");
  await writeFile(huge, " ".repeat(1_000_001));

  await page.getByRole("main").getByRole("link", { name: "New bot" }).click();
  await page.getByRole("radio", { name: "Import a file" }).check();
  await page.getByLabel("Name").fill("Mine");
  const choose = page.getByLabel("File", { exact: true });
  await page.getByRole("button", { name: "Create bot" }).click();
  await expect(page.getByRole("link", { name: "Choose a file." })).toBeVisible();
  for (const [path, words] of [
    [broken, "This file is not JSON."],
    [newer, "This bot was exported by a newer version."],
    [other, "This file holds no bot."],
    [huge, "This file is larger than 1 MB."],
  ] as const) {
    await choose.setInputFiles(path);
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    await page.getByRole("button", { name: "Create bot" }).click();
    await expect(page.getByRole("link", { name: words })).toBeVisible();
    await expect(page.getByLabel("Name")).toHaveValue("Mine");
  }
  await expectAccessible(page);

  await test.step("what was wrong with a file is no hindrance to a starter chosen instead", async () => {
    await page.getByRole("radio", { name: "Feedback", exact: true }).check();
    await page.getByRole("radio", { name: "Import a file" }).check();
    await expect(page.getByRole("alert").filter({ hasText: "This file" })).toHaveCount(0);
    await page.getByRole("button", { name: "Create bot" }).click();
    await expect(page.getByRole("link", { name: "Choose a file." })).toBeVisible();
  });
  await choose.setInputFiles(file);
  await expect(page.getByText("What can we do for you?")).toBeVisible();
  await page.getByRole("button", { name: "Create bot" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Mine" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "7 steps" })).toBeVisible();
});

test("an old version becomes the draft again", async ({ page, server }) => {
  const workspace = await enter(page, server);
  const { bot } = await workspace.answering();
  await page.goto(workspace.path(`/bots/${bot}/build?step=s2`));
  await message(page).fill("New prices");
  await expect(page.getByText("Draft has changes")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByLabel("Note").fill("Second");
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Live v2")).toBeVisible();

  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Restore v1" }).click();
  const question = page.getByRole("alertdialog", { name: "Restore version 1 as draft?" });
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByRole("button", { name: "Restore as draft" }).click();
  await expect(page).toHaveURL(/\/build/);
  await expect(page.getByText("Live v2")).toBeVisible();
  await expect(page.getByText("Draft has changes")).toBeVisible();
  await expect(page.getByRole("main").getByText("Our most popular things:").first()).toBeVisible();
});

test("two tabs with the same draft lose nobody's work", async ({ page, server, context, complaints }) => {
  complaints.allow(/status of 409|net::ERR_FAILED/);
  const workspace = await enter(page, server);
  const bot = await workspace.bot();
  const build = workspace.path(`/bots/${bot}/build?step=s2`);
  await page.goto(build);
  const other = await context.newPage();
  await other.goto(build);
  await expect(message(other)).toHaveValue(/Our most popular things/);

  await test.step("changes in different places go together", async () => {
    await message(page).fill("From the first tab");
    await expect(message(other)).toHaveValue("From the first tab");
    await other.getByLabel("Name of the step").fill("Price list");
    await expect(page.getByLabel("Name of the step")).toHaveValue("Price list");
  });

  await test.step("changes in one place ask", async () => {
    await other.route("**/draft/ops", (route) => route.abort());
    await message(other).fill("Written away from the net");
    await expect(other.getByText("Offline. Changes are kept on this device")).toBeVisible();
    await message(page).fill("Written and saved");
    await expect(page.getByText(/^Saved/)).toBeVisible();
    await other.unroute("**/draft/ops");
    await expect(other.getByText("Someone changed this bot elsewhere")).toBeVisible();
    await expect(message(other)).toHaveValue("Written away from the net");
    await expectAccessible(other);
    await other.reload();
    await expect(other.getByText("Someone changed this bot elsewhere")).toBeVisible();
    await other.getByRole("button", { name: "Apply mine on top" }).click();
    await expect(message(page)).toHaveValue("Written away from the net");
  });

  await test.step("the other version can be taken instead", async () => {
    await other.route("**/draft/ops", (route) => route.abort());
    await message(other).fill("Given up");
    await expect(other.getByText("Offline. Changes are kept on this device")).toBeVisible();
    await message(page).fill("Kept");
    await expect(page.getByText(/^Saved/)).toBeVisible();
    await other.unroute("**/draft/ops");
    await other.getByRole("button", { name: "Use the other version" }).click();
    await expect(message(other)).toHaveValue("Kept");
  });
});

test("edits outlive a reload and a killed server, and can be undone", async ({ page, server, complaints }) => {
  complaints.allow(SERVER_AWAY);
  const workspace = await enter(page, server);
  const bot = await workspace.bot();
  await page.goto(workspace.path(`/bots/${bot}/build?step=s2`));

  await test.step("undo and redo", async () => {
    await message(page).fill("One");
    await page.getByRole("button", { name: "Undo: change text of ‘Prices’" }).click();
    await expect(message(page)).toHaveValue(/Our most popular things/);
    await page.getByRole("button", { name: "Redo: change text of ‘Prices’" }).click();
    await expect(message(page)).toHaveValue("One");
    await page.getByRole("button", { name: "Nothing to redo" }).press("ControlOrMeta+z");
    await expect(message(page)).toHaveValue(/Our most popular things/);
    await page.getByRole("button", { name: /^Redo/ }).press("ControlOrMeta+Shift+z");
    await expect(message(page)).toHaveValue("One");
  });

  await test.step("the offer to take a deletion back holds until the next change", async () => {
    const undo = page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" });
    const remove = async () => {
      await page.getByRole("button", { name: "More actions for Opening hours" }).click();
      await page.getByRole("menuitem", { name: "Delete step" }).click();
    };
    await remove();
    await expect(page.getByRole("heading", { name: "6 steps" })).toBeVisible();
    await undo.click();
    await expect(page.getByRole("heading", { name: "7 steps" })).toBeVisible();
    await remove();
    await expect(undo).toBeVisible();
    await page.getByRole("button", { name: /^Prices/ }).click();
    await message(page).fill("Two");
    await expect(undo).toBeHidden();
  });

  await test.step("a reload before the save", async () => {
    await message(page).fill("Typed just now");
    await page.reload();
    await expect(message(page)).toHaveValue("Typed just now");
    await expect(page.getByText(/^Saved/)).toBeVisible();
  });

  await test.step("a killed server", async () => {
    await server.stop("SIGKILL");
    await message(page).fill("Typed while nobody listened");
    await expect(page.getByText("Offline. Changes are kept on this device")).toBeVisible();
    await expectAccessible(page);
    await server.start();
    await expect(page.getByText(/^Saved/)).toBeVisible({ timeout: 20_000 });
    const { flow } = await workspace.api.get<{ flow: { steps: unknown[] } }>(`/workspaces/${workspace.id}/bots/${bot}/draft`);
    expect(JSON.stringify(flow.steps)).toContain("Typed while nobody listened");
  });
});

test("a problem leads to its field, and errors block publishing until they are mended", async ({ page, server }) => {
  const workspace = await enter(page, server);
  const bot = await workspace.bot();
  await page.goto(workspace.path(`/bots/${bot}/build?step=s2`));
  await message(page).fill("");
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems.getByRole("button", { name: /Prices/ })).toBeVisible();
  await page.getByRole("button", { name: /^Opening hours/ }).click();
  await expect(message(page)).not.toHaveValue("");

  await page.getByRole("main").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("dialog")).toContainText("1 error blocks publishing.");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Show problems" }).click();
  await expect(problems).toBeFocused();
  await problems.getByRole("button", { name: /Prices/ }).click();
  await expect(message(page)).toBeFocused();
  await expect(message(page)).toHaveValue("");
  await page.keyboard.type("White bread: 40");
  await expect(problems.getByText("No problems")).toBeVisible();
  await expect(page.getByText(/^Saved/)).toBeVisible();
});

// What one does with bots and the sandbox, by what one sees.
import { expect, type Page } from "@playwright/test";

/** From a new workspace's home to a bot that is live on a sandbox number; stands in the bot's editor. */
export async function publishStarter(page: Page, starter: string): Promise<void> {
  await page.getByRole("button", { name: "Get a sandbox number" }).click();
  await page.getByRole("main").getByRole("link", { name: "New bot" }).click();
  await page.getByRole("radio", { name: starter, exact: true }).check();
  await page.getByRole("button", { name: "Create bot" }).click();
  await expect(page).toHaveURL(/\/bots\/[^/]+\/build/);
  await page.getByRole("main").getByRole("button", { name: "Publish" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog).toBeHidden();
}

/** Writes a text on the sandbox phone. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.keyboard.press("Enter");
}

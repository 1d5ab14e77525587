import { expect, test } from "../support/test.ts";
import { takeLooks } from "../support/looks.ts";

test("first page", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await takeLooks(page, "first-page");
});

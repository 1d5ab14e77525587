// Unsaved changes are not left by accident.
import { signUp } from "../support/actors.ts";
import { expect, test } from "../support/test.ts";

test("the browser's Back button asks before it leaves unsaved changes", async ({ page, server }) => {
  await signUp(page, server);
  const home = page.url();
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  const name = page.getByLabel("Business name");
  await name.fill("Acme & Daughters");
  const dialog = page.getByRole("alertdialog");
  for (const round of ["first", "second"]) {
    await test.step(`the ${round} time`, async () => {
      await page.evaluate(() => history.back());
      await expect(dialog).toBeVisible();
      await dialog.getByRole("button", { name: "Keep editing" }).click();
      await expect(page).toHaveURL(/\/settings\/business$/);
      await expect(name).toHaveValue("Acme & Daughters");
    });
  }
  await page.evaluate(() => history.back());
  await dialog.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(home);
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
});

test("the browser's Back button goes back when nothing is unsaved", async ({ page, server }) => {
  await signUp(page, server);
  const home = page.url();
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  await expect(page.getByLabel("Business name")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(home);
});

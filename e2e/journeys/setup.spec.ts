// The set-up checklist of Home.
import { signUp } from "../support/actors.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

test("the set-up checklist is hidden, brought back by Undo, and later from Home", async ({ page, server }) => {
  await signUp(page, server);
  const checklist = page.getByRole("heading", { name: /^Set up/ });
  const hide = page.getByRole("button", { name: "Hide this checklist" });
  await hide.click();
  await expect(checklist).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(checklist).toBeVisible();

  await hide.click();
  await expect(checklist).toBeHidden();
  await page.reload();
  const show = page.getByRole("button", { name: "Show the set-up checklist" });
  await expect(show).toBeVisible();
  await expectAccessible(page);
  await show.click();
  await expect(checklist).toBeVisible();
});

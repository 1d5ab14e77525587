// The look: theme, density and motion as this browser was told, from the first paint on.
import type { Page } from "@playwright/test";
import { enter } from "../support/api.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

/** The value of a computed property. */
async function computed(page: Page, selector: string, property: string): Promise<string> {
  return page.locator(selector).first().evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
}

test("theme, density and motion are kept, and set before the first paint", async ({ page, server, complaints }) => {
  complaints.allow(/ERR_FAILED|Failed to fetch/);
  await enter(page, server);
  await page.goto("/account/appearance");
  const light = await computed(page, "html", "background-color");
  const high = Number.parseFloat(await computed(page, ".palette-button", "min-block-size"));
  await page.getByRole("radio", { name: "Dark", exact: true }).check();
  await page.getByRole("radio", { name: "Compact" }).check();
  await page.getByRole("radio", { name: "Reduced" }).check();
  await expectAccessible(page);

  expect(await computed(page, "html", "background-color")).not.toBe(light);
  expect(Number.parseFloat(await computed(page, ".palette-button", "min-block-size"))).toBeLessThan(high);
  expect(await computed(page, "html", "--t-3")).toBe("80ms");

  await test.step("before the app is here", async () => {
    await page.route("**/app_bg.wasm", (route) => route.abort());
    await page.goto("/account/appearance");
    const html = page.locator("html");
    await expect(html).toHaveAttribute("data-theme", "dark");
    await expect(html).toHaveAttribute("data-density", "compact");
    await expect(html).toHaveAttribute("data-motion", "reduced");
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(0);
    await page.unroute("**/app_bg.wasm");
  });

  await test.step("given back to the system", async () => {
    await page.goto("/account/appearance");
    await expect(page.getByRole("radio", { name: "Dark", exact: true })).toBeChecked();
    await page.getByRole("group", { name: "What the dashboard looks like" }).getByRole("radio").first().check();
    await page.getByRole("radio", { name: "Comfortable" }).check();
    await expect(page.locator("html")).not.toHaveAttribute("data-theme");
    await expect(page.locator("html")).not.toHaveAttribute("data-density");
  });
});

test("pages are fit for forced colours and for who wants no motion", async ({ page, server }) => {
  const workspace = await enter(page, server);
  await workspace.bot();
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  for (const path of ["", "/bots", "/inbox", "/settings/business"]) {
    await page.goto(workspace.path(path));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expectAccessible(page);
    const button = page.locator(".button:visible, .field__control:visible").first();
    expect(await button.evaluate((element) => getComputedStyle(element).borderTopWidth)).not.toBe("0px");
  }
  expect(await computed(page, "html", "--t-3")).toBe("80ms");
});

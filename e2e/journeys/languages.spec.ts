// Languages: chosen by the browser or the person, from right to left where they are, with every word in them.
import type { Page } from "@playwright/test";
import { enter, type Workspace } from "../support/api.ts";
import { expectNoSidewaysScroll, plainTexts, speak } from "../support/languages.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

// Many pages, one after the other.
test.setTimeout(400_000);

/** The main pages, each drawn from what a workspace at work holds. */
async function mainPages(workspace: Workspace): Promise<string[]> {
  const { number, bot } = await workspace.answering();
  await workspace.write(number, "hi");
  await expect
    .poll(async () => (await workspace.api.get<{ items: unknown[] }>(`/workspaces/${workspace.id}/conversations`)).items.length)
    .toBe(1);
  const conversations = await workspace.api.get<{ items: { id: string }[] }>(`/workspaces/${workspace.id}/conversations`);
  const conversation = conversations.items[0]?.id;
  const inWorkspace = [
    "",
    "/inbox",
    `/inbox/all/${conversation}`,
    "/bots",
    "/bots/new",
    `/bots/${bot}/build`,
    `/bots/${bot}/runs`,
    `/bots/${bot}/versions`,
    `/bots/${bot}/settings`,
    `/phone/${number}`,
    "/settings/business",
    "/settings/numbers",
    `/settings/numbers/${number}`,
    "/settings/team",
    "/settings/roles",
    "/settings/api-keys",
    "/nowhere",
  ].map((rest) => workspace.path(rest));
  return [...inWorkspace, "/account/profile", "/account/security", "/account/appearance", "/account/shortcuts"];
}

/** Opens a page and waits until it has drawn what it shows. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

async function expectLanguage(page: Page, lang: string, dir: "ltr" | "rtl"): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", lang);
  await expect(page.locator("html")).toHaveAttribute("dir", dir);
}

test("Arabic is chosen before anybody signs in, and holds", async ({ page, server }) => {
  await page.goto("/sign-in");
  await expectLanguage(page, "en", "ltr");
  await page.getByRole("button", { name: "Language: English" }).click();
  await expect(page.getByRole("menuitemradio").getByText("العربية")).toHaveAttribute("lang", "ar");
  await page.getByRole("menuitemradio", { name: "العربية" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "تسجيل الدخول" })).toBeVisible();
  await expectLanguage(page, "ar", "rtl");
  await expectAccessible(page);
  const workspace = await enter(page, server);
  await page.goto(workspace.path());
  await expect(page.getByRole("heading", { level: 1, name: "الرئيسية" })).toBeVisible();
  await expectLanguage(page, "ar", "rtl");
});

test("in Arabic the pages read from right to left", async ({ page, server, complaints }) => {
  complaints.allow(/status of 404/);
  const workspace = await enter(page, server);
  await speak(page, "ar");
  for (const path of await mainPages(workspace)) {
    await test.step(path, async () => {
      await open(page, path);
      await expectLanguage(page, "ar", "rtl");
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      const rail = page.getByRole("navigation").first();
      const box = await rail.boundingBox();
      if (path.startsWith("/w/")) expect(box?.x, "the rail stands at the right").toBeGreaterThan(640);
    });
  }
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of ["", "/inbox", "/bots", "/settings/business"]) {
    await open(page, workspace.path(path));
    await expectNoSidewaysScroll(page);
  }
});

test("a menu opens under its button and tabs follow the line in Arabic", async ({ page, server }) => {
  const workspace = await enter(page, server);
  await speak(page, "ar");
  await open(page, workspace.path());
  const button = page.locator(".top-bar [aria-haspopup=menu]").last();
  await button.click();
  const menu = page.getByRole("menu").filter({ visible: true });
  const [of, at] = await Promise.all([button.boundingBox(), menu.boundingBox()]);
  expect(at?.x ?? 0).toBeGreaterThanOrEqual(0);
  expect(Math.abs((at?.x ?? 0) - (of?.x ?? 0)), "it begins where its button ends").toBeLessThan(16);
});

test("Hindi is chosen in the account, and given back to the browser", async ({ page, server }) => {
  const workspace = await enter(page, server);
  await open(page, "/account/appearance");
  await expect(page.getByText("हिन्दी")).toHaveAttribute("lang", "hi");
  await expect(page.getByText("Same as this browser")).not.toHaveAttribute("lang");
  await page.getByRole("radio", { name: "हिन्दी" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "रूप और भाषा" })).toBeVisible();
  await expectLanguage(page, "hi", "ltr");
  await expectAccessible(page);
  await open(page, workspace.path());
  await expect(page.getByRole("heading", { level: 1, name: "होम" })).toBeVisible();
  await expectAccessible(page);
  await open(page, "/account/appearance");
  await page.getByRole("radio", { name: "इस ब्राउज़र जैसी" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Appearance" })).toBeVisible();
  await expectLanguage(page, "en", "ltr");
});

test.describe("in a browser that prefers Hindi", () => {
  test.use({ locale: "hi-IN" });

  test("the page speaks Hindi", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { level: 1, name: "साइन इन करें" })).toBeVisible();
    await page.goto("/sign-in?lang=en");
    await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  });
});

test("a page whose words do not come speaks English", async ({ page, complaints }) => {
  complaints.allow(/ERR_FAILED/);
  await speak(page, "ar");
  await page.route("**/words/ar.txt", (route) => route.abort());
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expectLanguage(page, "en", "ltr");
});

test("no page has a word that was written past the catalogue", async ({ page, server, complaints }) => {
  complaints.allow(/status of 404/);
  await page.goto("/sign-in?lang=en-XA");
  await expect(page.getByRole("heading", { level: 1, name: "[Šîîĝñ îîñ]" })).toBeVisible();
  const workspace = await enter(page, server);
  await speak(page, "en-XA");
  const named = [workspace.person.name, workspace.person.business, "Menu"];
  const found: Record<string, string[]> = {};
  for (const path of ["/sign-up", "/forgot", "/check-mail", "/verify", ...(await mainPages(workspace))]) {
    await open(page, path);
    await expectNoSidewaysScroll(page);
    const plain = await plainTexts(page, [...named, "English", "English (Pseudo-Accents)"]);
    if (plain.length > 0) found[path] = plain;
  }
  expect(found, "texts that are not in the pseudo-language").toEqual({});
});

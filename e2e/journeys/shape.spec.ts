// What each page says to a screen reader, in each of its faces. The snapshots are part of the review of a change:
// `npx playwright test shape --update-snapshots` writes them anew.
import type { Locator, Page } from "@playwright/test";
import { newcomer } from "../support/actors.ts";
import { enter } from "../support/api.ts";
import { linkIn, mailsIn, mailTo } from "../support/mail.ts";
import { expect, test } from "../support/test.ts";

/** The page as it stands has this shape. */
async function expectShape(page: Page, name: string, part: Locator = page.getByRole("main")): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(part).toMatchAriaSnapshot({ name: `${name}.aria.yml` });
}

/** Goes to a page by a link of the page, as people do. */
async function follow(page: Page, link: Locator, heading: string): Promise<void> {
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
}

test("pages of somebody who is not signed in", async ({ page, server }) => {
  const body = page.locator("body");
  await page.goto("/sign-in");
  await expectShape(page, "sign-in", body);
  await follow(page, page.getByRole("link", { name: "Create your account" }), "Create your account");
  await expectShape(page, "sign-up");
  const person = { ...newcomer(), email: "shape@example.com" };
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Your name").fill(person.name);
  await expectShape(page, "sign-up-business");
  await page.getByLabel("Phone").fill(person.phone);
  await page.getByLabel("Business name").fill(person.business);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Check your mail" })).toBeVisible();
  await expectShape(page, "check-mail");
  await follow(page, page.getByRole("link", { name: "Sign in" }), "Sign in");
  await follow(page, page.getByRole("link", { name: "Forgot your password?" }), "Reset your password");
  await expectShape(page, "forgot");
  await page.goto("/verify");
  await expectShape(page, "verify-useless");
  // Another page first: a new fragment alone loads nothing.
  await page.goto("/sign-in");
  await page.goto(linkIn(await mailTo(server, person.email), server));
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page.context().clearCookies();
  const before = await mailsIn(server);
  await page.goto("/forgot");
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText("a mail with a link is on its way")).toBeVisible();
  await expectShape(page, "forgot-sent");
  await page.goto(linkIn(await mailTo(server, person.email, before), server));
  await expectShape(page, "reset");
  await page.goto("/no/such/page");
  await expectShape(page, "not-found-outside");
});

test("pages of a new workspace", async ({ page, server, complaints }) => {
  const workspace = await enter(page, server, { ...newcomer(), email: "empty@example.com" });
  const rail = page.getByRole("navigation", { name: "Main" });
  await page.goto(workspace.path());
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expectShape(page, "home-empty", page.locator("body"));
  await follow(page, rail.getByRole("link", { name: "Inbox" }), "Inbox");
  await expectShape(page, "inbox-empty");
  await follow(page, rail.getByRole("link", { name: "Bots" }), "Bots");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(3);
  await expectShape(page, "bots-empty");
  await follow(page, page.getByRole("main").getByRole("link", { name: "New bot" }), "New bot");
  await expectShape(page, "bot-new");
  await follow(page, rail.getByRole("link", { name: "Settings" }), "Business");
  // The browser's list of time zones is none of ours.
  await page.getByLabel("Time zone").evaluate((zones: HTMLSelectElement) => {
    for (const zone of [...zones.options]) zone.hidden = !zone.selected;
  });
  await expectShape(page, "settings-business");
  await follow(page, page.getByRole("main").getByRole("link", { name: "Numbers" }), "Numbers");
  await expectShape(page, "settings-numbers-empty");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expectShape(page, "account-menu", page.getByRole("menu").filter({ visible: true }));
  await page.getByRole("menuitem", { name: "Profile" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
  await expectShape(page, "account-profile", page.locator("body"));
  await follow(page, page.getByRole("link", { name: "Appearance" }), "Appearance");
  await expectShape(page, "account-appearance");

  complaints.allow(/status of 500|status of 404/);
  const problem = { type: "about:blank", title: "Internal", status: 500, code: "internal", request_id: "req_1" };
  await page.route("**/api/v1/**/bots", (route) => route.fulfill({ status: 500, json: problem }));
  await page.goto(workspace.path("/bots"));
  await expectShape(page, "bots-error");
  await page.unroute("**/api/v1/**/bots");
  await page.goto(workspace.path("/bots/bot_00000000000000000000000000/build"));
  await expectShape(page, "bot-not-found");
  await page.goto(workspace.path("/nowhere"));
  await expectShape(page, "not-found");
});

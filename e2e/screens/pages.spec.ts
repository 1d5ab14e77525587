// Every page in every look, with something on it; and the pictures of the README.
import { fileURLToPath } from "node:url";
import { publishStarter, write } from "../support/bots.ts";
import { takeLooks } from "../support/looks.ts";
import { signUp } from "../support/actors.ts";
import { expect, test } from "../support/test.ts";

test.setTimeout(600_000);

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));

test("pages before anybody signs in", async ({ page }) => {
  for (const path of ["sign-in", "sign-up", "check-mail", "forgot"]) {
    await page.goto(`/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await takeLooks(page, path);
  }
});

test("pages of a workspace", async ({ page, server }) => {
  await signUp(page, server);
  const home = page.url();
  const look = async (path: string, name: string) => {
    await page.goto(`${home}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await takeLooks(page, name);
  };
  await look("", "home-empty");
  await look("/bots", "bots-empty");
  await look("/inbox", "inbox-empty");
  await page.goto(home);
  await publishStarter(page, "Menu");
  const bot = new URL(page.url()).pathname.replace(/\/build.*$/, "").slice(new URL(home).pathname.length);

  await page.goto(home);
  await page.getByRole("link", { name: "Open the sandbox phone" }).click();
  await write(page, "hi");
  await page.getByRole("button", { name: "Prices" }).click();
  await expect(page.getByText("Our most popular things:")).toBeVisible();
  await page.getByRole("button", { name: "Talk to a person" }).last().click();
  await expect(page.getByText("will answer here soon")).toBeVisible();
  await takeLooks(page, "phone");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: `${IMAGES}phone.png`, animations: "disabled" });

  await look("", "home");
  await look("/bots", "bots");
  await look("/bots/new", "bot-new");
  await look(`${bot}/build`, "bot-build");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: `${IMAGES}build.png`, animations: "disabled" });
  await look(`${bot}/versions`, "bot-versions");
  await look(`${bot}/runs`, "bot-runs");
  await page.getByRole("main").getByRole("link", { name: /Asha Rao/ }).first().click();
  await expect(page.getByText("What the bot did")).toBeVisible();
  await takeLooks(page, "bot-run");
  await look(`${bot}/settings`, "bot-settings");
  await look("/inbox", "inbox");
  await page.getByRole("main").getByRole("link", { name: /Asha Rao/ }).click();
  await expect(page.getByRole("textbox", { name: /^Reply to/ })).toBeVisible();
  await takeLooks(page, "inbox-conversation");
  await look("/settings/business", "settings-business");
  await look("/settings/numbers", "settings-numbers");
  await look("/no-such-page", "not-found");
  await page.goto("/account/profile");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await takeLooks(page, "account-profile");
  await page.goto("/account/appearance");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await takeLooks(page, "account-appearance");
});

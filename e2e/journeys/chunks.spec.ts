// Pages come in chunks: what is shown when one cannot be fetched.
import { signUp } from "../support/actors.ts";
import { publishStarter, write } from "../support/bots.ts";
import { expect, expectAccessible, SERVER_AWAY, test } from "../support/test.ts";

/** What the loader of chunks notes when one does not come. */
const CHUNK_LOST = /status of 404|Failed to fetch|status 404/;

test("a page that cannot be fetched while the server is away comes by itself when it is back", async ({ page, server, complaints }) => {
  complaints.allow(SERVER_AWAY);
  complaints.allow(CHUNK_LOST);
  await signUp(page, server);
  await server.stop();
  await page.getByRole("navigation").getByRole("link", { name: "Inbox" }).click();
  await expect(page.getByRole("heading", { name: "This page couldn't be loaded" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "This page couldn't be loaded" })).toBeVisible();

  await server.start();
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeAttached({ timeout: 30_000 });
  await expect(page).toHaveURL(/\/inbox$/);
});

test("a page that cannot be fetched comes with Try again", async ({ page, server, complaints }) => {
  complaints.allow(SERVER_AWAY);
  complaints.allow(CHUNK_LOST);
  await signUp(page, server);
  const chunk = "**/settings_pages.chunks";
  await page.route(chunk, (route) => route.abort("connectionrefused"));
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "This page couldn't be loaded" })).toBeVisible();

  await page.unroute(chunk);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByLabel("Business name")).toBeVisible();
});

test("after a new release a page is loaded anew, and what was written is kept", async ({ page, server, complaints }) => {
  complaints.allow(CHUNK_LOST);
  await signUp(page, server);
  const home = page.url();
  await publishStarter(page, "Menu");
  await page.goto(home);
  await page.getByRole("link", { name: "Open the sandbox phone" }).click();
  await write(page, "hi");
  await expect(page.getByRole("button", { name: "Prices" })).toBeVisible();
  await page.goto(`${home}/inbox`);
  await page.getByRole("main").getByRole("link", { name: /Asha Rao/ }).click();
  const conversation = page.url();
  await page.getByRole("textbox", { name: /^Reply to/ }).fill("We open at nine");

  // The files of this release are gone, and the start page names others.
  const chunk = "**/bots_pages.chunks";
  await page.route(chunk, (route) => route.fulfill({ status: 404, body: "not found" }));
  await page.route(`${server.address}/`, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/assets\/\w+/g, "assets/newer");
    await route.fulfill({ response, body });
  });
  await page.getByRole("navigation").getByRole("link", { name: "Bots" }).click();
  await expect(page.getByRole("heading", { name: "There is a new version" })).toBeVisible();
  await expectAccessible(page);

  await page.unrouteAll();
  await page.getByRole("button", { name: "Load new version" }).click();
  await expect(page.getByRole("main").getByRole("link", { name: "Menu" })).toBeVisible();
  await page.goto(conversation);
  await expect(page.getByRole("textbox", { name: /^Reply to/ })).toHaveValue("We open at nine");
});

test("who must sign in again is asked over the page, and nothing typed is lost", async ({ page, server, context }) => {
  const person = await signUp(page, server);
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Business name").fill("Acme & Daughters");
  await context.clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Password", { exact: true })).toBeFocused();
  await dialog.getByLabel("Password", { exact: true }).fill(person.password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Business name")).toHaveValue("Acme & Daughters");
});

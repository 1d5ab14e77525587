// From nothing to a bot that answers, and to the person who takes over from it.
import { publishStarter, write } from "../support/bots.ts";
import { signUp } from "../support/actors.ts";
import { expect, expectAccessible, SERVER_AWAY, test } from "../support/test.ts";

test("a newcomer's bot answers in the sandbox phone, and a person takes over", async ({ page, server }) => {
  await signUp(page, server);
  const home = page.url();
  await expectAccessible(page);
  await publishStarter(page, "Menu");
  await expectAccessible(page);

  await page.goto(home);
  await page.getByRole("link", { name: "Open the sandbox phone" }).click();
  await write(page, "hi");
  await page.getByRole("button", { name: "Prices" }).click();
  await expect(page.getByText("Our most popular things:")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Talk to a person" }).last().click();
  await expect(page.getByText("will answer here soon")).toBeVisible();

  await page.goto(`${home}/inbox`);
  await page.getByRole("main").getByRole("link", { name: /Asha Rao/ }).click();
  await expect(page.getByRole("main").getByText("Our most popular things:")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: /^Reply to/ }).fill("Good morning, how can I help?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("list", { name: /^Messages with/ }).getByText("Good morning, how can I help?", { exact: true })).toBeVisible();

  await page.goto(home);
  await expect(page.getByText("Nothing needs you right now")).toBeVisible();
});

test("the inbox shows a message while it arrives", async ({ page, server, context }) => {
  await signUp(page, server);
  const home = page.url();
  await publishStarter(page, "Menu");
  await page.goto(`${home}/inbox`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  const phone = await context.newPage();
  await phone.goto(home);
  await phone.getByRole("link", { name: "Open the sandbox phone" }).click();
  await write(phone, "hello");
  await expect(page.getByRole("main").getByRole("link", { name: /Asha Rao/ })).toBeVisible();
});

test("a bot goes on in the middle of a conversation after the server was killed", async ({ page, server, complaints }) => {
  complaints.allow(SERVER_AWAY);
  await signUp(page, server);
  const home = page.url();
  await publishStarter(page, "Menu");
  await page.goto(home);
  await page.getByRole("link", { name: "Open the sandbox phone" }).click();
  await write(page, "hi");
  await expect(page.getByRole("button", { name: "Prices" })).toBeVisible();

  await server.stop("SIGKILL");
  await server.start();
  await page.reload();
  await page.getByRole("button", { name: "Prices" }).click();
  await expect(page.getByText("Our most popular things:")).toBeVisible();
});

import { askForAccount, newcomer, signIn, signUp } from "../support/actors.ts";
import { linkIn, mailsIn, mailTo } from "../support/mail.ts";
import { expect, expectAccessible, SERVER_AWAY, test } from "../support/test.ts";

test("a newcomer signs up, verifies by mail, signs out and in again", async ({ page, server }) => {
  const person = await signUp(page, server);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, person);
});

test("a session outlives a restart of the server", async ({ complaints, page, server }) => {
  complaints.allow(SERVER_AWAY);
  await signUp(page, server);
  await expect(page.getByRole("button", { name: "Get a sandbox number" })).toBeVisible();
  await server.stop("SIGKILL");
  await server.start();
  await page.reload();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
});

test("a forgotten password is set anew by mail", async ({ page, server }) => {
  const person = await signUp(page, server);
  const before = await mailsIn(server);
  await page.goto("/forgot");
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await page.goto(linkIn(await mailTo(server, person.email, before), server));
  const password = "nine yellow umbrellas";
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("The new password is set")).toBeVisible();
  await signIn(page, { ...person, password });
});

test("a known and an unknown address are answered alike", async ({ page, server }) => {
  const person = await signUp(page, server);
  await page.context().clearCookies();
  await askForAccount(page, { ...newcomer(), email: person.email });
  await page.waitForLoadState("networkidle");
  const known = await page.getByRole("main").ariaSnapshot();
  const stranger = newcomer();
  await askForAccount(page, stranger);
  await page.waitForLoadState("networkidle");
  const unknown = await page.getByRole("main").ariaSnapshot();
  expect(known.replaceAll(person.email, "EMAIL")).toBe(unknown.replaceAll(stranger.email, "EMAIL"));
});

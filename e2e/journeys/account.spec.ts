import type { Browser, Page } from "@playwright/test";
import { askForAccount, newcomer, type Person, signIn, signUp } from "../support/actors.ts";
import { enter } from "../support/api.ts";
import { linkIn, mailsIn, mailTo } from "../support/mail.ts";
import { passwordPrompt, prove } from "../support/prove.ts";
import { Server } from "../support/server.ts";
import { expect, expectAccessible, expectAccessibleInBothThemes, SERVER_AWAY, test } from "../support/test.ts";

/** How long a session that was ended elsewhere may go unnoticed, in milliseconds. */
const NOTICED_WITHIN_MS = 5_000;

/** The browser notes each refusal as an error. */
const REFUSED = /status of (403|422|429)/;

/** Signs in with a browser of its own, and stands on the home page. */
async function elsewhere(browser: Browser, server: Server, person: Person): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: server.address })).newPage();
  await signIn(page, person);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  return page;
}

/** The session has ended under the page, which says so over what it shows. */
async function expectSignedOut(page: Page): Promise<void> {
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible({ timeout: NOTICED_WITHIN_MS });
}

/** Stands on the page about password and devices. */
async function openSecurity(page: Page): Promise<void> {
  await page.goto("/account/security");
  await expect(page.getByText("This device")).toBeVisible();
}

/** What is to be fixed in a form. */
function summary(page: Page) {
  return page.locator(".summary").filter({ visible: true });
}

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
  /** What stands on the page that answers, when all of it is here. */
  const answerTo = async (person: Person) => {
    await askForAccount(page, person);
    await expect(page.getByRole("link", { name: "Open mails" })).toBeVisible();
    return page.getByRole("main").ariaSnapshot();
  };
  const known = await answerTo({ ...newcomer(), email: person.email });
  const stranger = newcomer();
  const unknown = await answerTo(stranger);
  expect(known.replaceAll(person.email, "EMAIL")).toBe(unknown.replaceAll(stranger.email, "EMAIL"));
});

test("a session is seen and ended from another browser, which notices at once", async ({ browser, page, server }) => {
  const { person } = await enter(page, server);
  const other = await elsewhere(browser, server, person);
  await openSecurity(page);
  const rows = page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("This device");
  await expect(rows.last()).toContainText("Network 127.0.0.0/24");
  await expect(rows.last()).toContainText(/Chrome \d+ on Linux/);
  await expectAccessibleInBothThemes(page);

  const question = page.getByRole("alertdialog");
  await rows.last().getByRole("button", { name: /^Sign out Chrome/ }).click();
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press("Escape");
  await expect(rows).toHaveCount(2);
  await rows.last().getByRole("button", { name: /^Sign out Chrome/ }).click();
  await question.getByRole("button", { name: "Sign out" }).click();
  await expectSignedOut(other);
  await expect(rows).toHaveCount(1);

  await other.getByRole("dialog").getByLabel("Password", { exact: true }).fill(person.password);
  await other.keyboard.press("Enter");
  await expect(other.getByRole("dialog")).toBeHidden();
  await other.goto("/account/profile");
  await expect(other.getByLabel("Your name")).toHaveValue(person.name);
  await page.reload();
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await question.getByRole("button", { name: "Sign out all others" }).click();
  await expectSignedOut(other);
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Sign out all others" })).toHaveCount(0);
});

test("a password is changed once the old one is proved, and other browsers are signed out", async ({ browser, page, server, complaints }) => {
  complaints.allow(REFUSED);
  const { person } = await enter(page, server);
  const other = await elsewhere(browser, server, person);
  await openSecurity(page);
  const field = page.getByRole("region", { name: "Password" }).getByLabel("New password", { exact: true });
  const change = page.getByRole("button", { name: "Change password" });
  const prompt = passwordPrompt(page);

  await test.step("giving up keeps what was typed, and says that nothing was changed", async () => {
    await field.fill("acmebakery-2026");
    await change.click();
    await expect(prompt.getByLabel("Password", { exact: true })).toBeFocused();
    await expectAccessibleInBothThemes(page);
    await prompt.getByRole("button", { name: "Cancel" }).click();
    await expect(prompt).toBeHidden();
    await expect(summary(page)).toContainText("Nothing was changed: this needs your password again.");
    await expect(field).toHaveValue("acmebakery-2026");
  });

  await test.step("a wrong one is told, a right one goes on", async () => {
    await change.click();
    await prompt.getByLabel("Password", { exact: true }).fill("nine yellow umbrellas");
    await page.keyboard.press("Enter");
    await expect(summary(page)).toContainText("This isn't the password of this account.");
    await expectAccessible(page);
    await prove(page, person);
    await expect(field).toHaveAccessibleDescription(/easy to guess, or was found in breaches/);
    await expect(field).toHaveValue("acmebakery-2026");
  });

  const password = "nine yellow umbrellas";
  await field.fill(password);
  await change.click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await expect(prompt).toBeHidden();
  await expectSignedOut(other);
  await expect(page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem")).toHaveCount(1);
  await page.context().clearCookies();
  await signIn(page, { ...person, password });
});

test("an address is changed by a mail to each of the two, in any order, and stopped from the old one", async ({ page, server, context, complaints }) => {
  complaints.allow(REFUSED);
  const { person } = await enter(page, server);
  const fresh = { ...person, email: newcomer().email };
  await page.goto("/account/profile");
  const card = page.getByRole("region", { name: "Email" });
  const waiting = card.getByText(/^Both addresses have to confirm/);
  const link = await context.newPage();

  /** Asks for the new address; gives the mails to the old and to the new one. */
  const ask = async (first = false) => {
    const before = await mailsIn(server);
    await page.getByRole("button", { name: "Change address" }).click();
    const dialog = page.getByRole("dialog", { name: "Change address" });
    await dialog.getByLabel("New email").fill(fresh.email);
    await dialog.getByRole("button", { name: "Send mails" }).click();
    if (first) await prove(page, person);
    await expect(waiting).toBeVisible();
    return [await mailTo(server, person.email, before), await mailTo(server, fresh.email, before)] as const;
  };

  /** Follows the link of a mail, and confirms. */
  const confirm = async (address: string) => {
    await link.goto("/sign-in");
    await link.goto(address);
    await expect(link).toHaveURL(/\/confirm-email$/);
    await link.getByRole("button", { name: "Confirm" }).click();
  };

  await test.step("a change that waits is shown, not mailed again at once, and stopped", async () => {
    await ask(true);
    await expect(card.getByText("Not yet confirmed")).toHaveCount(2);
    await card.getByText(`You can't open mails to ${person.email} any more?`).click();
    await expect(card.getByText("Have your new address invited into your workspaces")).toBeVisible();
    await expectAccessibleInBothThemes(page);
    await card.getByRole("button", { name: "Send again" }).click();
    await expect(page.getByText(/Too many tries in a short time\./)).toBeVisible();
    await card.getByRole("button", { name: "Stop the change" }).click();
    await expect(waiting).toBeHidden();
  });

  await test.step("the old one stops it, and signs everybody out", async () => {
    const [toOld, toNew] = await ask();
    await confirm(linkIn(toNew, server));
    await expect(link.getByText("This address has confirmed. The change waits for the link in the mail to the other one.")).toBeVisible();
    await link.goto(linkIn(toOld, server, "/stop-email-change"));
    await expect(link).toHaveURL(/\/stop-email-change$/);
    await expectAccessibleInBothThemes(link);
    const before = await mailsIn(server);
    await link.getByRole("button", { name: "Stop the change" }).click();
    await expect(link.getByText("The change is stopped and everybody is signed out.")).toBeVisible();
    await expectSignedOut(page);
    await link.goto(linkIn(await mailTo(server, person.email, before), server));
    person.password = "nine yellow umbrellas";
    await link.getByLabel("New password", { exact: true }).fill(person.password);
    await link.getByRole("button", { name: "Set password" }).click();
    await expect(link.getByText("The new password is set")).toBeVisible();
    await signIn(page, person);
  });

  await page.goto("/account/profile");
  const [toOld, toNew] = await ask();

  await test.step("one of the two has confirmed", async () => {
    await link.goto(linkIn(toOld, server, "/confirm-email"));
    await expectAccessibleInBothThemes(link);
    await link.getByRole("button", { name: "Confirm" }).click();
    await expect(link.getByText("This address has confirmed.")).toBeVisible();
    await expect(link.getByRole("definition")).toHaveText(["Confirmed", "Not yet"]);
    await expectAccessibleInBothThemes(link);
    await page.reload();
    await expect(card.getByRole("definition")).toHaveText([person.email, "Confirmed", "Not yet confirmed"]);
    await expect(card.getByText(/^You can't open mails/)).toHaveCount(0);
  });

  await test.step("the other one has, too", async () => {
    await confirm(linkIn(toNew, server));
    await expect(link.getByText("Both addresses have confirmed")).toBeVisible();
    await expect(link.getByRole("definition")).toHaveText(["Confirmed", "Confirmed"]);
    await expectAccessible(link);
    await page.reload();
    await expect(card).toContainText(fresh.email);
    await expect(waiting).toBeHidden();
    await confirm(linkIn(toNew, server));
    await expect(link.getByText("This link has expired, was used already")).toBeVisible();
    await expectAccessible(link);
    await link.goto(linkIn(toOld, server, "/stop-email-change"));
    await link.getByRole("button", { name: "Stop the change" }).click();
    await expect(link.getByText("both addresses have confirmed the change")).toBeVisible();
  });
});

test("who signs in after wrong passwords, or with something new, is told and sees it", async ({ page, browser, complaints }) => {
  complaints.allow(/status of 401/);
  // It ends under the open page.
  complaints.allow(SERVER_AWAY);
  // A server of its own: wrong passwords are counted by address, too.
  const alone = await Server.start();
  try {
    const { person } = await enter(page, alone);
    const other = await (await browser.newContext({ baseURL: alone.address, userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" })).newPage();
    await other.goto("/sign-in");
    const field = other.getByLabel("Password", { exact: true });
    await other.getByLabel("Email", { exact: true }).fill(person.email);
    for (const wrong of ["nine yellow umbrellas", "ten yellow umbrellas", "two yellow umbrellas"]) {
      await field.fill(wrong);
      const answer = other.waitForResponse("**/api/v1/sign-in");
      await other.getByRole("button", { name: "Sign in" }).click();
      expect((await answer).status()).toBe(401);
    }
    await field.fill(person.password);
    const before = await mailsIn(alone);
    // Three wrong ones make everybody wait a moment.
    await expect(async () => {
      const answer = other.waitForResponse("**/api/v1/sign-in");
      await other.getByRole("button", { name: "Sign in" }).click();
      expect((await answer).status()).toBe(200);
    }).toPass();
    const notice = other.getByText("3 wrong passwords were entered since your last sign-in.");
    await expect(notice).toBeVisible();
    await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessibleInBothThemes(other);
    expect((await mailTo(alone, person.email, before)).subject).toBe("A new sign-in to your account");
    await page.goto(`${alone.address}/account/security`);
    const rows = page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
    await expect(rows.last()).toContainText("Firefox 140 on Linux");
    await expect(rows.last()).toContainText("after 3 wrong passwords");
    await expect(rows.last()).toContainText("New device or place");
    await expect(rows.first()).not.toContainText("New device or place");
    await expectAccessibleInBothThemes(page);
  } finally {
    await alone.remove();
  }
});

test("somebody without a phone changes their name, and a phone is taken away again", async ({ page, server }) => {
  const { person } = await enter(page, server);
  await page.goto("/account/profile");
  await expect(page.getByLabel("Phone")).toHaveValue("+919812345678");
  await page.getByLabel("Phone").fill("");
  await page.getByLabel("Your name").fill("Asha Patel");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Your name")).toHaveValue("Asha Patel");
  await expect(page.getByLabel("Phone")).toHaveValue("");
  await page.getByLabel("Your name").fill(person.name);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Profile saved.").last()).toBeVisible();
});

test("who has to wait is told for how long", async ({ page, server, complaints }) => {
  complaints.allow(REFUSED);
  const person = await signUp(page, server);
  await page.context().clearCookies();
  const wait = async (seconds: number) => {
    const problem = { type: "about:blank", title: "Too Many Requests", status: 429, code: "too_many_requests", detail: "", request_id: "req_1" };
    await page.unroute("**/api/v1/sign-in");
    await page.route("**/api/v1/sign-in", (route) => route.fulfill({ status: 429, headers: { "retry-after": `${seconds}` }, json: problem }));
    await page.goto("/sign-in");
    await page.getByLabel("Email", { exact: true }).fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await wait(8);
  await expect(summary(page)).toContainText(/Too many tries in a short time\. Wait [78] seconds, then try again\./);
  await expectAccessible(page);
  await wait(900);
  await expect(summary(page)).toContainText(/Try again in 15 minutes, at \d\d:\d\d\./);
  await wait(86_400);
  await expect(summary(page)).toContainText(/Try again on \w+, \d+ \w+ \d{4} at \d\d:\d\d\./);
});

test("whoever guesses has to wait, and says so to who uses the page", async ({ page, complaints }) => {
  complaints.allow(REFUSED);
  // A server of its own: wrong passwords are counted by address, too, and all tests have the same one.
  const alone = await Server.start();
  try {
    const { person } = await enter(page, alone);
    await page.context().clearCookies();
    await page.goto(`${alone.address}/sign-in`);
    await page.getByLabel("Email", { exact: true }).fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill("nine yellow umbrellas");
    const button = page.getByRole("button", { name: "Sign in" });
    // Each wrong one doubles the wait, until it is longer than a try takes.
    await expect(async () => {
      await expect(button).not.toHaveAttribute("aria-busy");
      const answer = page.waitForResponse("**/api/v1/sign-in");
      await button.click();
      expect((await answer).status()).toBe(429);
    }).toPass({ intervals: [0] });
    await expect(summary(page)).toContainText(/Too many tries in a short time\. Wait \d+ seconds?, then try again\./);
    await expect(page.getByLabel("Email", { exact: true })).toHaveValue(person.email);
  } finally {
    await alone.remove();
  }
});

test("a session that ends under the question for the password is begun anew over it", async ({ page, server, complaints }) => {
  complaints.allow(REFUSED);
  const { person } = await enter(page, server);
  await openSecurity(page);
  await page.getByRole("region", { name: "Password" }).getByLabel("New password", { exact: true }).fill("nine yellow umbrellas");
  await page.getByRole("button", { name: "Change password" }).click();
  const prompt = passwordPrompt(page);
  await prompt.getByLabel("Password", { exact: true }).fill(person.password);
  await page.context().clearCookies();
  await prompt.getByRole("button", { name: "Go on" }).click();
  const again = page.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("Password", { exact: true }).fill(person.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await expect(prompt).toBeHidden();
  await expect(again).toBeHidden();
});

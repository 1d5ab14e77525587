// Before anybody is signed in: signing up and in, the links of mails, and what they say when they cannot go on.
import { expect } from "@playwright/test";
import { newcomer } from "../support/actors.ts";
import { enter, found } from "../support/api.ts";
import { linkIn, mailsIn, mailTo } from "../support/mail.ts";
import { invite } from "../support/members.ts";
import { BROKEN, problem, type States, type Visit } from "./visit.ts";

const PASSWORD = "seven green lanterns";

export async function* access(visit: Visit): States {
  yield* signIn(visit);
  yield* signUp(visit);
  yield* links(visit);
  yield* addresses(visit);
  yield* invitations(visit);
}

async function* signIn(visit: Visit): States {
  const { page } = visit;
  await visit.open("/sign-in");
  yield "sign-in";
  await page.locator(".access__top [aria-haspopup=menu]").click();
  await expect(page.getByRole("menu")).toBeVisible();
  yield "sign-in, languages";
  await visit.close();
  await visit.refused();
  yield "sign-in, nothing entered";
  await visit.field("access.email").fill("nobody@example.com");
  await visit.field("access.password").fill(PASSWORD);
  await visit.button("access.sign_in").click();
  await expect(visit.summary).toContainText(visit.say("errors.wrong_credentials"));
  yield "sign-in, wrong";
  await visit.button("access.show").click();
  yield "sign-in, password shown";
  await page.route("**/api/v1/sign-in", (route) => route.fulfill({ ...problem(429, "too_many_requests"), headers: { "retry-after": "900" } }));
  await visit.button("access.sign_in").click();
  await expect(visit.summary).not.toContainText(visit.say("errors.wrong_credentials"));
  yield "sign-in, too many tries";
  await page.unroute("**/api/v1/sign-in");
  await visit.open("/no/such/page");
  yield "no such page";
  await page.route("**/api/v1/me", (route) => route.fulfill(BROKEN));
  await page.goto("/account/profile");
  await expect(visit.text("system.start_failed")).toBeVisible();
  yield "start failed";
  await page.unroute("**/api/v1/me");
}

async function* signUp(visit: Visit): States {
  const { page } = visit;
  const person = newcomer();
  await visit.open("/sign-up");
  yield "sign-up";
  await visit.refused();
  yield "sign-up, nothing entered";
  await visit.field("access.email").fill("nobody");
  await visit.field("access.password").fill("short");
  await page.keyboard.press("Enter");
  await expect(visit.summary).toContainText(visit.say("access.email_wrong"));
  yield "sign-up, wrong";
  await visit.field("access.email").fill(person.email);
  await visit.field("access.password").fill(person.password);
  yield "sign-up, strength told";
  await visit.button("access.continue_").click();
  await expect(visit.field("access.your_name")).toBeFocused();
  yield "sign-up, business";
  await visit.refused();
  yield "sign-up, business, nothing entered";
  await visit.field("access.your_name").fill(person.name);
  await visit.field("access.phone").fill(person.phone);
  await visit.field("access.business_name").fill(person.business);
  await page.route("**/api/v1/sign-up", (route) => route.abort());
  await visit.button("access.create").click();
  await expect(visit.summary).toContainText(visit.say("errors.offline"));
  yield "sign-up, out of reach";
  await page.unroute("**/api/v1/sign-up");
  await visit.button("access.create").click();
  await expect(page.getByRole("heading", { level: 1, name: visit.say("access.check_mail") })).toBeVisible();
  await expect(visit.link("access.open_mails")).toBeVisible();
  yield "check mail";
  await visit.button("access.resend").click();
  await expect(visit.text("access.resent")).toBeVisible();
  yield "check mail, sent again";
  await visit.open("/check-mail");
  await visit.refused();
  yield "check mail, no address entered";
}

async function* links(visit: Visit): States {
  const { page } = visit;
  await visit.open("/forgot");
  yield "forgot";
  await visit.refused();
  yield "forgot, nothing entered";
  await visit.field("access.email").fill("nobody@example.com");
  await visit.button("access.send_link").click();
  await expect(visit.link("access.open_mails")).toBeVisible();
  yield "forgot, sent";
  await page.goto("/reset#no-such-token");
  await visit.drawn();
  yield "reset";
  await visit.refused();
  yield "reset, nothing entered";
  await visit.field("access.new_password").fill(PASSWORD);
  await visit.button("access.set_password").click();
  await expect(visit.text("access.reset_useless").first()).toBeVisible();
  yield "reset, useless link";
  await visit.open("/verify");
  yield "verify, no link";
  await page.goto("/sign-in");
  await page.goto("/verify#no-such-token");
  await expect(page.locator("main .banner.tone-warning")).toBeVisible();
  yield "verify, useless link";
}

/** The two links of a change of address, useless and good. */
async function* addresses(visit: Visit): States {
  const { page, server } = visit;
  await visit.open("/confirm-email");
  yield "confirm address, no link";
  const { api, person } = await enter(page, server);
  await api.post("/me/reauthentication", { password: person.password });
  const asked = async (old: string) => {
    const [fresh, before] = [newcomer().email, await mailsIn(server)];
    await api.post("/me/email-change", { email: fresh });
    return { fresh, toNew: await mailTo(server, fresh, before), toOld: await mailTo(server, old, before) };
  };
  const follow = async (link: string) => {
    // Another page first: a new fragment alone loads nothing.
    await visit.open("/sign-in");
    await visit.open(link);
  };
  const first = await asked(person.email);
  await follow(linkIn(first.toNew, server));
  yield "confirm address";
  await page.route("**/api/v1/email-change/confirm", (route) => route.fulfill(BROKEN));
  await visit.button("access.confirm_email_now").click();
  await expect(page.getByRole("alert").filter({ hasText: visit.say("errors.internal") })).toBeVisible();
  yield "confirm address, failed";
  await page.unroute("**/api/v1/email-change/confirm");
  await visit.button("access.confirm_email_now").click();
  await expect(visit.text("access.confirm_email_half")).toBeVisible();
  yield "confirm address, the other one is waited for";
  await follow(linkIn(first.toOld, server, "/confirm-email"));
  await visit.button("access.confirm_email_now").click();
  await expect(visit.text("access.confirm_email_done")).toBeVisible();
  yield "confirm address, done";
  const second = await asked(first.fresh);
  await follow(linkIn(second.toOld, server, "/stop-email-change"));
  yield "stop the change of an address";
  await visit.button("access.stop_email_now").click();
  await expect(visit.link("access.open_mails")).toBeVisible();
  yield "stop the change of an address, done";
  await page.context().clearCookies();
}

/** Each way in that an invitation opens. */
async function* invitations(visit: Visit): States {
  const { page, server, say } = visit;
  const context = await visit.browser.newContext();
  const workspace = await found(context.request, server);
  const stranger = newcomer();
  const link = await invite(server, workspace, stranger.email, "agent");
  const joined = page.getByRole("heading", { level: 1, name: say("team.join_title", { name: workspace.person.business }) });
  await page.route("**/api/v1/invitations/**", () => undefined);
  await page.goto(link);
  await expect(page.locator("main .skeleton").first()).toBeVisible();
  yield "invitation, loading";
  await page.unroute("**/api/v1/invitations/**");
  await page.route("**/api/v1/invitations/**", (route) => route.fulfill(BROKEN));
  await page.goto("/sign-in");
  await page.goto(link);
  await expect(visit.button("common.try_again")).toBeVisible();
  yield "invitation, failed";
  await page.unroute("**/api/v1/invitations/**");
  await visit.button("common.try_again").click();
  await expect(joined).toBeVisible();
  yield "invitation, sign-up";
  await visit.refused();
  yield "invitation, sign-up, nothing entered";
  const other = await enter(page, server);
  await page.goto("/sign-in");
  await page.goto(link);
  await expect(joined).toBeVisible();
  yield "invitation, another account";
  const mine = await invite(server, workspace, other.person.email, "viewer");
  await page.goto("/sign-in");
  await page.goto(mine);
  await expect(visit.button("team.accept")).toBeVisible();
  yield "invitation, own account";
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.goto(mine);
  await expect(visit.button("team.sign_in_accept")).toBeVisible();
  yield "invitation, sign in";
  await visit.refused();
  yield "invitation, sign in, nothing entered";
  await visit.open("/invitation");
  yield "invitation, no link";
  await page.goto("/sign-in");
  await page.goto("/invitation#no-such-token");
  await expect(visit.text("team.useless")).toBeVisible();
  yield "invitation, useless link";
  await context.close();
}

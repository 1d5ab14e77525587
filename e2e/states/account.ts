// The account of a person, and what somebody sees who may not do much, or belongs nowhere.
import { expect } from "@playwright/test";
import { newcomer } from "../support/actors.ts";
import { enter, found } from "../support/api.ts";
import { admit } from "../support/members.ts";
import { BROKEN, problem, Stay, type States, type Visit } from "./visit.ts";

export async function* account(visit: Visit): States {
  const stay = new Stay(visit, await enter(visit.page, visit.server));
  yield* profile(stay);
  yield* security(stay);
  yield* look(stay);
}

async function* profile(stay: Stay): States {
  const { page, workspace, say } = stay;
  await stay.open("/account/profile");
  yield "profile";
  await stay.field("access.your_name").fill("");
  await page.locator("main").getByRole("button", { name: say("common.save"), exact: true }).click();
  await expect(stay.summary).toBeVisible();
  yield "profile, no name";
  await stay.button("common.discard").click();
  await stay.button("account.change_address").click();
  await expect(stay.over).toBeVisible();
  yield "change of address";
  await stay.refused();
  yield "change of address, nothing entered";
  await workspace.api.post("/me/reauthentication", { password: workspace.person.password });
  await stay.over.getByRole("textbox").fill(newcomer().email);
  await stay.over.locator("button[type=submit]").click();
  await expect(stay.button("account.stop_change")).toBeVisible();
  yield "profile, an address waits";
}

async function* security(stay: Stay): States {
  const { page, workspace, say } = stay;
  const { email, password } = workspace.person;
  yield* stay.faces("devices", "/account/security");
  await workspace.api.post("/sign-in", { email, password });
  await stay.open("/account/security");
  const others = page.locator("main li").getByRole("button");
  await expect(others.first()).toBeVisible();
  yield "security";
  await stay.field("access.new_password").fill("nine yellow");
  yield "security, weak password";
  await page.route("**/me/password", (route) =>
    route.fulfill(problem(422, "invalid", { errors: [{ pointer: "/new_password", code: "password_guessable" }] })),
  );
  await stay.field("access.new_password").fill("acmebakery-2026");
  await stay.button("account.change_password").click();
  await expect(stay.summary).toBeVisible();
  yield "security, password refused";
  await page.unroute("**/me/password");
  const question = page.getByRole("alertdialog");
  await others.first().click();
  await expect(question).toBeVisible();
  yield "sign out a device";
  await page.route("**/me/sessions/**", (route) => route.fulfill(BROKEN));
  await question.getByRole("button").last().click();
  await expect(question.getByRole("alert")).toContainText(say("errors.internal"));
  yield "sign out a device, failed";
  await page.unroute("**/me/sessions/**");
  await stay.close();
  await stay.button("account.end_others").click();
  await expect(question).toBeVisible();
  yield "sign out all other devices";
  await stay.close();
}

async function* look(stay: Stay): States {
  const { page } = stay;
  await stay.open("/account/shortcuts");
  yield "shortcuts";
  await stay.open("/account/appearance");
  yield "appearance";
  for (const value of ["dark", "light", "compact", "reduced"]) {
    await page.locator(`input[type=radio][value=${value}]`).check();
    yield `appearance, ${value} chosen`;
  }
}

/** What a viewer sees, who may look at a little and change nothing. */
export async function* viewer(visit: Visit): States {
  const { page, server, say } = visit;
  const context = await visit.browser.newContext();
  const owned = await found(context.request, server);
  const { number, bot } = await owned.answering("menu");
  await admit(page, server, owned, "viewer");
  const stay = new Stay(visit, owned);
  const refused = [["/inbox", "inbox"], ["/bots/new", "new bot"], [`/bots/${bot}/runs`, "runs"], [`/phone/${number}`, "phone"], ["/settings/api-keys", "API keys"]];
  for (const [path = "", name = ""] of refused) {
    await page.goto(stay.path(path));
    await expect(visit.text("common.no_access_title")).toBeVisible();
    yield `viewer, no access: ${name}`;
  }
  const seen = [["", "home"], ["/bots", "bots"], [`/bots/${bot}/build?step=s2`, "step open"], [`/bots/${bot}/versions`, "versions"], [`/bots/${bot}/settings`, "settings of a bot"], ["/settings/business", "business"], ["/settings/numbers", "numbers"], ["/settings/team", "team"], ["/settings/roles", "roles"]];
  for (const [path = "", name = ""] of seen) {
    await stay.go(path);
    yield `viewer, ${name}`;
  }
  await page.route("**/api/v1/workspaces/*/bots?*", (route) => route.fulfill(problem(403, "forbidden", { permission: "bots.read" })));
  await page.goto(stay.path("/bots"));
  await expect(visit.text("common.no_access_title")).toBeVisible();
  yield "viewer, refused by the server";
  await page.unroute("**/api/v1/workspaces/*/bots?*");
  await page.route("**/api/v1/me", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), workspaces: [] } });
  });
  await page.goto("/");
  await expect(page.getByText(say("home.no_workspace"))).toBeVisible();
  yield "no workspace";
  await page.unroute("**/api/v1/me");
  await context.close();
}

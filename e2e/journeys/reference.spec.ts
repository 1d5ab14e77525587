import { enter } from "../support/api.ts";
import { expect, expectAccessible, test } from "../support/test.ts";

test("the API reference calls as whoever is signed in", async ({ page, server }) => {
  const { id, person } = await enter(page, server);
  await page.goto("/api/docs");
  await expect(page.getByRole("status")).toContainText(person.email);
  await expectAccessible(page);

  const me = page.locator("[id$='-get_me']");
  await me.getByRole("button", { name: "Get who is signed in" }).click();
  await me.getByRole("button", { name: "Try it out" }).click();
  await me.getByRole("button", { name: "Execute" }).click();
  await expect(me.locator(".live-responses-table .response").first()).toContainText("200");
  await expect(me.locator(".live-responses-table")).toContainText(person.email);

  // A change, in their workspace, with a body.
  const create = page.locator("[id$='-create_bot']");
  await create.getByRole("button", { name: "Create a bot" }).click();
  await create.getByRole("button", { name: "Try it out" }).click();
  await expect(create.getByPlaceholder("workspace_id")).toHaveValue(id);
  await create.getByRole("textbox", { name: "Request body" }).fill('{"name": "Made here"}');
  await create.getByRole("button", { name: "Execute" }).click();
  await expect(create.locator(".live-responses-table .response").first()).toContainText("201");
  await expectAccessible(page);
});

test("a session that must be renewed is renewed by the API reference", async ({ complaints, page, server }) => {
  complaints.allow(/401/);
  const { person } = await enter(page, server);
  await page.context().clearCookies({ name: "__Host-mgs_access" });
  await page.goto("/api/docs");
  await expect(page.getByRole("status")).toContainText(person.email);
});

test("the API reference shows what comes of an event stream", async ({ page, server }) => {
  await enter(page, server);
  await page.goto("/api/docs");
  const events = page.locator("[id$='-stream_events']");
  await events.getByRole("button", { name: "Stream what changes" }).click();
  await events.getByRole("button", { name: "Try it out" }).click();
  await events.getByRole("button", { name: "Execute" }).click();
  await expect(events.locator(".live-responses-table .response").first()).toContainText("200");
});

test("nobody signed in reads the API reference in the dark, and is told how to call", async ({ complaints, page }) => {
  complaints.allow(/401/);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/api/docs");
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page);
  const list = page.locator("[id$='-list_bots']");
  await list.getByRole("button", { name: "List the bots" }).click();
  await list.getByRole("button", { name: "Try it out" }).click();
  await list.getByPlaceholder("workspace_id").fill("wsp_01h455vb4pex5vsknk084sn02q");
  await page.getByLabel("API key").fill("mgs_no_such_key");
  await list.getByRole("button", { name: "Execute" }).click();
  await expect(list.locator(".curl-command")).toContainText("Authorization: Bearer mgs_no_such_key");
  await expect(list.locator(".live-responses-table .response").first()).toContainText("401");
  await expectAccessible(page);
});

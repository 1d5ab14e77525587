// The client that `openapi-typescript` and `openapi-fetch` make of the document, against a running server, with an API key.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Bot = components["schemas"]["Bot"];
type Problem = components["schemas"]["Problem"];

const { MGS_URL = "", MGS_WORKSPACE = "", MGS_KEY = "" } = process.env;
const client = createClient<paths>({ baseUrl: MGS_URL, headers: { Authorization: `Bearer ${MGS_KEY}` } });
const BOTS = "/api/v1/workspaces/{workspace_id}/bots";
const BOT = "/api/v1/workspaces/{workspace_id}/bots/{bot_id}";
const workspace = { workspace_id: MGS_WORKSPACE };
const at = (bot_id: string) => ({ path: { ...workspace, bot_id } });

async function create(body: components["schemas"]["NewBot"]): Promise<Bot> {
  const { data, error } = await client.POST(BOTS, { params: { path: workspace }, body });
  assert.equal(error, undefined);
  assert.ok(data);
  return data;
}

function isProblem(error: Problem | undefined, code: Problem["code"]): asserts error is Problem {
  assert.equal(error?.code, code);
  assert.match(error.request_id, /^req_/);
}

test("lists, creates and updates", async () => {
  const { data: page } = await client.GET(BOTS, { params: { path: workspace } });
  assert.deepEqual(page, { items: [], next_cursor: null });
  const bot = await create({ name: "Orders" });
  assert.deepEqual([bot.name, bot.state, bot.live_version], ["Orders", "not_published", null]);
  const { data: renamed } = await client.PATCH(BOT, { params: at(bot.id), body: { name: "Orders and returns" } });
  assert.deepEqual([renamed?.id, renamed?.name], [bot.id, "Orders and returns"]);
});

test("publishes", async () => {
  const { id } = await create({ starter: "menu" });
  const { data: draft } = await client.GET(`${BOT}/draft`, { params: at(id) });
  assert.ok(draft && draft.flow.steps.length > 1);
  const publish = (revision: number) => client.POST(`${BOT}/publish`, { params: at(id), body: { revision, note: "First" } });
  const { data: version } = await publish(draft.revision);
  assert.deepEqual([version?.number, version?.is_live], [1, true]);
  const { error } = await publish(draft.revision + 1);
  isProblem(error, "stale_revision");
});

test("has a type for what goes wrong", async () => {
  const { error, response } = await client.GET(BOT, { params: at("bot_01h455vb4pex5vsknk084sn02q") });
  isProblem(error, "not_found");
  assert.equal(response.status, 404);
  const { error: wrong } = await client.POST(BOTS, { params: { path: workspace }, body: { name: "" } });
  isProblem(wrong, "invalid");
  assert.deepEqual(wrong.errors?.map(({ pointer }) => pointer), ["/name"]);
});

test("pages through all", async () => {
  const made = [];
  for (let n = 0; n < 5; n += 1) made.push((await create({ name: `Page ${n}` })).id);
  const seen: string[] = [];
  let cursor: string | null | undefined;
  let pages = 0;
  do {
    const query = { limit: 2, ...(cursor ? { cursor } : {}) };
    const { data } = await client.GET(BOTS, { params: { path: workspace, query } });
    assert.ok(data && data.items.length <= 2);
    seen.push(...data.items.map(({ id }) => id));
    cursor = data.next_cursor;
    pages += 1;
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(made.every((id) => seen.includes(id)));
  assert.equal(pages, Math.ceil(seen.length / 2));
});

test("sends again without doing it twice", async () => {
  const header = { "Idempotency-Key": randomUUID() };
  const send = (name: string) => client.POST(BOTS, { params: { path: workspace, header }, body: { name } });
  const [first, again] = [await send("Once"), await send("Once")];
  assert.deepEqual([first.response.status, again.response.status], [201, 201]);
  assert.deepEqual(again.data, first.data);
  assert.equal(first.response.headers.get("idempotency-replayed"), null);
  assert.equal(again.response.headers.get("idempotency-replayed"), "true");
  isProblem((await send("Another")).error, "idempotency_key_reused");
});

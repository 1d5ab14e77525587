// The inbox: who answers, ticks, the 24-hour window, failures, and several people and browsers at once.
import type { BrowserContext, Page } from "@playwright/test";
import { enter, type Workspace } from "../support/api.ts";
import type { Phone, Simulator } from "../support/simulator.ts";
import { expect, expectAccessible, testWithPhones as test } from "../support/test.ts";

let phones = 0;

/** A customer nobody has heard of. */
async function customer(simulator: Simulator, name: string): Promise<Phone> {
  phones += 1;
  const phone = { name, wa_id: `4917${process.pid}${1_000 + phones}`.slice(0, 15) };
  await simulator.phone(phone);
  return phone;
}

function row(page: Page, name: string) {
  return page.getByRole("main").getByRole("region", { name: "Conversations" }).getByRole("link", { name });
}

function thread(page: Page) {
  return page.getByRole("main").getByRole("region", { name: "Conversation", exact: true });
}

async function reply(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /^Reply to/ }).fill(text);
  await page.keyboard.press("Enter");
}

/** A bubble with this text. */
function bubble(page: Page, text: string) {
  return thread(page).getByRole("listitem").filter({ hasText: text });
}

/** Another browser of the same person. */
async function elsewhere(context: BrowserContext, workspace: Workspace): Promise<Page> {
  const page = await context.newPage();
  await page.goto(workspace.path("/inbox"));
  return page;
}

test("a conversation is taken over, answered, handed back, closed and reopened", async ({ page, server, simulator }) => {
  const workspace = await enter(page, server);
  const number = await workspace.number();
  await workspace.publish(await workspace.bot());
  const ana = await customer(simulator, "Ana Silva");
  await page.goto(workspace.path("/inbox"));
  await expect(page.getByText("Conversations appear when people write to your number.")).toBeVisible();
  await simulator.write(number.phone_number_id, ana, "hi");
  await row(page, "Ana Silva").click();
  await expect(thread(page)).toContainText("What can we do for you?");
  await expect(thread(page)).toContainText("Sending takes this conversation over from the bot.");
  await expectAccessible(page);

  await test.step("answers with ticks", async () => {
    await reply(page, "A person here.");
    await expect(bubble(page, "A person here.")).toContainText("Delivered");
    await expect(thread(page).getByRole("button", { name: "Hand back to bot" })).toBeVisible();
    await simulator.read(number.phone_number_id, ana);
    await expect(bubble(page, "A person here.")).toContainText("Read");
  });

  await test.step("hands back, and the bot answers again", async () => {
    await thread(page).getByRole("button", { name: "Hand back to bot" }).click();
    await expect(thread(page).getByRole("button", { name: "Take over" })).toBeFocused();
    await simulator.write(number.phone_number_id, ana, "menu");
    await expect(thread(page).getByText("What can we do for you?")).toHaveCount(2);
    await thread(page).getByRole("button", { name: "Take over" }).click();
    await expect(thread(page).getByRole("button", { name: "Hand back to bot" })).toBeFocused();
  });

  await test.step("closes and reopens", async () => {
    await thread(page).getByRole("button", { name: "Close", exact: true }).click();
    await expect(thread(page).getByRole("button", { name: "Reopen" })).toBeFocused();
    await page.getByRole("link", { name: "Closed", exact: true }).click();
    await expect(row(page, "Ana Silva")).toContainText("Closed");
    await row(page, "Ana Silva").click();
    await thread(page).getByRole("button", { name: "Reopen" }).click();
    await expect(page.getByText("Conversations you close appear here.")).toBeVisible();
    await expect(thread(page).getByRole("button", { name: "Hand back to bot" })).toBeVisible();
  });

  await test.step("Undo works after one has gone on", async () => {
    const notices = page.getByRole("region", { name: "Notices" });
    await thread(page).getByRole("button", { name: "Close", exact: true }).click();
    await expect(notices.getByText("Conversation closed")).not.toHaveCount(0);
    await page.getByRole("link", { name: "Open", exact: true }).click();
    await expect(page.getByText("Conversations you take over appear here.")).toBeVisible();
    await notices.getByRole("button", { name: "Undo" }).last().click();
    await expect(row(page, "Ana Silva")).toContainText("Open");
  });
});

test("new messages are counted, arrive everywhere, and leave the focus where it is", async ({ page, server, simulator, context }) => {
  const workspace = await enter(page, server);
  const number = await workspace.number();
  const [ana, ben] = [await customer(simulator, "Ana Silva"), await customer(simulator, "Ben Okoro")];
  await simulator.write(number.phone_number_id, ben, "first");
  await simulator.write(number.phone_number_id, ana, "second");
  await page.goto(workspace.path("/inbox"));
  await expect(row(page, "Ana Silva")).toContainText("1 unread message");
  const other = await elsewhere(context, workspace);
  await expect(row(other, "Ben Okoro")).toContainText("1 unread message");

  await page.bringToFront();
  await row(page, "Ben Okoro").focus();
  await simulator.write(number.phone_number_id, ben, "third");
  await expect(row(page, "Ben Okoro")).toContainText("2 unread messages");
  await expect(page.getByRole("main").getByRole("link", { name: /unread/ }).first()).toContainText("Ben Okoro");
  await expect(row(page, "Ben Okoro")).toBeFocused();
  await expectAccessible(page);

  await page.keyboard.press("j");
  await expect(row(page, "Ana Silva")).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "third")).toBeVisible();
  await expect(row(page, "Ben Okoro")).not.toContainText("unread");
  await expect(row(other, "Ben Okoro")).not.toContainText("unread");
  await reply(page, "Answered here");
  await expect(row(other, "Ben Okoro")).toContainText("Answered here");
});

test("after 24 hours free texts are over, and what was typed is kept", async ({ page, server, simulator }) => {
  const workspace = await enter(page, server);
  const number = await workspace.number();
  const ana = await customer(simulator, "Ana Silva");
  await simulator.write(number.phone_number_id, ana, "hello");
  await page.clock.install();
  await page.goto(workspace.path("/inbox"));
  await row(page, "Ana Silva").click();
  await page.getByRole("textbox", { name: "Reply to Ana Silva" }).fill("Half a sentence");
  await page.clock.fastForward("20:30:00");
  await expect(thread(page)).toContainText(/You can reply freely for 3 h (29|30) min more/);
  await page.clock.fastForward("03:20:00");
  await expect(thread(page)).toContainText(/You can reply freely until \d\d:\d\d. After that, only templates./);
  await page.clock.fastForward("00:20:00");
  await expect(thread(page)).toContainText("The 24-hour window is closed");
  await expect(thread(page)).toContainText(/Ana Silva's last message was on .*WhatsApp now allows only approved templates/);
  await expect(thread(page)).toContainText("Half a sentence");
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expectAccessible(page);
});

test("a text that is not sent stays with its reason and can be sent again", async ({ page, server, simulator, complaints }) => {
  complaints.allow(/net::ERR_FAILED/);
  const workspace = await enter(page, server);
  const number = await workspace.number();
  const ana = await customer(simulator, "Ana Silva");
  await simulator.write(number.phone_number_id, ana, "hello");
  await page.goto(workspace.path("/inbox"));
  await row(page, "Ana Silva").click();

  await test.step("refused by WhatsApp", async () => {
    await simulator.refuse(131026);
    await reply(page, "One");
    await expect(bubble(page, "One")).toContainText("Failed");
    await expectAccessible(page);
    await thread(page).getByRole("button", { name: "Send again" }).click();
    await expect(bubble(page, "One").last()).toContainText("Delivered");
  });

  await test.step("not taken by the server", async () => {
    await page.route("**/messages", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
    await reply(page, "Two");
    await page.getByRole("textbox", { name: "Reply to Ana Silva" }).fill("Three, begun meanwhile");
    await expect(thread(page)).toContainText("Not sent. The server can't be reached.");
    await expect(bubble(page, "Two")).toContainText("Failed");
    await expect(page.getByRole("textbox", { name: "Reply to Ana Silva" })).toHaveValue("Three, begun meanwhile");
    await expectAccessible(page);
    await page.reload();
    await expect(bubble(page, "Two")).toContainText("Failed");
    await expect(page.getByRole("textbox", { name: "Reply to Ana Silva" })).toHaveValue("Three, begun meanwhile");
    await page.unroute("**/messages");
    await thread(page).getByRole("button", { name: "Send again" }).last().click();
    await expect(bubble(page, "Two")).toContainText("Delivered");
  });
});

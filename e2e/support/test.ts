// `test` with a server of its own for each worker, and pages that fail the test when the browser complains.
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { watchFocus } from "./focus.ts";
import { Server } from "./server.ts";
import { Simulator } from "./simulator.ts";

export { expect };

/** Complaints of the browser that a test expects. */
type Complaints = { allow(pattern: RegExp): void };

/** What the browser notes while the server is away. */
export const SERVER_AWAY = /net::ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE)/;

/** Whether somebody is signed in, only the server knows; the browser notes each "no" as an error. */
const SIGNED_OUT = /status of 401/;

export const test = base.extend<{ complaints: Complaints }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.address),
  complaints: [
    async ({ context, server }, use, info) => {
      const heard: string[] = [];
      const allowed = [SIGNED_OUT];
      await watchFocus(context);
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`);
        });
      });
      context.on("weberror", (error) => heard.push(`uncaught: ${error.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error") heard.push(`${message.text()} at ${message.location().url}`);
      });
      await use({ allow: (pattern) => allowed.push(pattern) });
      if (info.status !== info.expectedStatus) {
        await info.attach("server log", { body: server.log, contentType: "text/plain" });
      }
      const unexpected = heard.filter((text) => !allowed.some((pattern) => pattern.test(text)));
      expect(unexpected, "the browser's console has no errors").toEqual([]);
    },
    { auto: true },
  ],
});

/** `test` with a server whose Meta is a simulator of its own, with phones and faults to choose. */
export const testWithPhones = test.extend<object, { meta: { server: Server; simulator: Simulator }; simulator: Simulator }>({
  meta: [
    async ({}, use) => {
      const both = await Simulator.beside();
      await use(both);
      await both.simulator.stop();
      await both.server.remove();
    },
    { scope: "worker" },
  ],
  server: [async ({ meta }, use) => use(meta.server), { scope: "worker" }],
  simulator: [async ({ meta }, use) => use(meta.simulator), { scope: "worker" }],
});

/** What an audit of the page as it stands, or of a part of it, against WCAG 2.2 AA finds. */
export async function violations(page: Page, part?: string): Promise<string[]> {
  await settle(page);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  // There are no frames here, and so no need for the page of its own in which the results of frames are gathered.
  const audit = new AxeBuilder({ page }).setLegacyMode().withTags(tags);
  const { violations } = await (part === undefined ? audit : audit.include(part)).analyze();
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
}

/** Audits the page as it stands against WCAG 2.2 AA. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page), "axe finds nothing").toEqual([]);
}

/** Colours that are on their way to others, or things that only come into sight, are no contrast to measure. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ends = (animation: Animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime ?? 0);
    await Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished));
  });
}

/** The same in the light and in the dark theme. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
}

// What Lighthouse says of the first pages: sign-in, and Home with its skeleton. Wants a release build and a quiet machine.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { signUp } from "../support/actors.ts";
import { expect, test } from "../support/test.ts";

/** The last that runs on Node 20. Fetched by npx when it is not there: nothing but this measurement needs it, and it is large. */
const LIGHTHOUSE = "lighthouse@12.8.2";
const RUNS = 5;
const CATEGORIES = ["performance", "accessibility", "best-practices"] as const;
/** Of 100, on a desktop; a phone's figure is printed and not held. */
const AT_LEAST = 95;

type Preset = "desktop" | "mobile";
type Scores = Record<(typeof CATEGORIES)[number], number>;
type Report = { categories: Record<string, { score: number }>; runtimeError?: { message: string }; finalDisplayedUrl: string };

test("sign-in and Home score at least 95 on a desktop", async ({ page, server }) => {
  test.setTimeout(20 * 60_000);
  await signUp(page, server);
  const cookies = await page.context().cookies();
  const member = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const pages = [
    ["sign-in", `${server.address}/sign-in`, ""],
    ["Home", page.url(), member],
  ] as const;
  const low = [];
  for (const preset of ["desktop", "mobile"] as const) {
    for (const [name, address, cookie] of pages) {
      const runs: Scores[] = [];
      while (runs.length < RUNS) runs.push(await measure(address, cookie, preset));
      for (const category of CATEGORIES) {
        const all = runs.map((run) => run[category]).sort((a, b) => a - b);
        const middle = all[(RUNS - 1) / 2] ?? 0;
        console.log(`${preset}  ${name}  ${category}: ${middle} (${all.join(", ")})`);
        if (preset === "desktop" && middle < AT_LEAST) low.push(`${name}, ${category}: ${middle}`);
      }
    }
  }
  expect(low, "medians below the bar").toEqual([]);
});

/** One run in a fresh browser. */
async function measure(address: string, cookie: string, preset: Preset): Promise<Scores> {
  const { executablePath, args = [] } = test.info().project.use.launchOptions ?? {};
  const options = [
    address,
    "--quiet",
    "--output=json",
    `--only-categories=${CATEGORIES.join(",")}`,
    `--chrome-flags=${["--headless=new", ...args].join(" ")}`,
    ...(preset === "desktop" ? ["--preset=desktop"] : []),
    ...(cookie === "" ? [] : [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`]),
  ];
  const environment = { ...process.env, CHROME_PATH: executablePath };
  const run = () => promisify(execFile)("npx", ["--yes", LIGHTHOUSE, ...options], { env: environment, maxBuffer: 2 ** 26 });
  // It loses the trace of a load now and then (NO_NAVSTART), which is no measurement: once more.
  const { stdout } = await run().catch(run);
  const report = JSON.parse(stdout) as Report;
  expect(report.runtimeError?.message, "Lighthouse saw the page").toBeUndefined();
  expect(report.finalDisplayedUrl, "nobody was sent elsewhere").toBe(address);
  return Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((report.categories[name]?.score ?? 0) * 100)])) as Scores;
}

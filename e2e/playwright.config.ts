// Browser tests: `cargo xtask browser` (journeys), `cargo xtask screens` (pictures of every page), `cargo xtask size` (bytes),
// `cargo xtask lighthouse` (scores).
import { defineConfig } from "@playwright/test";

// Keeps the browser from calling home; root has no user namespaces to make a sandbox of.
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  outputDir: ".out/results",
  snapshotPathTemplate: "{testDir}/snapshots/{testFileName}/{arg}{ext}",
  forbidOnly: process.env.CI !== undefined,
  fullyParallel: true,
  retries: 0,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    launchOptions: {
      executablePath: process.env.CHROME ?? "/usr/bin/chromium",
      args: isRoot ? [...quiet, "--no-sandbox"] : quiet,
    },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    viewport: { width: 1280, height: 800 },
  },
  projects: [
    { name: "journeys", testDir: "journeys" },
    { name: "screens", testDir: "screens" },
    { name: "size", testDir: "size" },
    { name: "lighthouse", testDir: "lighthouse" },
  ],
});

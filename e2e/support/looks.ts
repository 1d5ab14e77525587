// Pictures of a page in every look it must have.
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";

const LOOKS = [
  { name: "light-1440", colorScheme: "light", width: 1440, height: 900 },
  { name: "dark-1440", colorScheme: "dark", width: 1440, height: 900 },
  { name: "light-390", colorScheme: "light", width: 390, height: 844 },
  { name: "dark-390", colorScheme: "dark", width: 390, height: 844 },
  { name: "light-360", colorScheme: "light", width: 360, height: 740 },
] as const;

const OUT = fileURLToPath(new URL("../.out/screens/", import.meta.url));

export type Look = (typeof LOOKS)[number]["name"];

/** Takes the page as it stands, in these looks; files are `e2e/.out/screens/<name>-<look>.png`. */
export async function takeLooks(page: Page, name: string, looks: readonly Look[] = LOOKS.map(({ name }) => name)): Promise<void> {
  for (const look of LOOKS.filter(({ name }) => looks.includes(name))) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.screenshot({ path: `${OUT}${name}-${look.name}.png`, animations: "disabled" });
  }
}

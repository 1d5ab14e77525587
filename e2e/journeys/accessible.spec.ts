// Every state of every page against WCAG 2.2 AA: light, dark, and from right to left.
import { AREAS } from "../states/areas.ts";
import { Visit } from "../states/visit.ts";
import { speak } from "../support/languages.ts";
import { expect, test, violations } from "../support/test.ts";
import { words } from "../support/words.ts";

// Many states, one after the other.
test.setTimeout(900_000);

// What fails is named in words; a record of each audit would be large.
test.use({ trace: "off" });

const LOOKS = { en: ["light", "dark"], ar: ["light"] } as const;

for (const { name: area, states, languages } of AREAS) {
  for (const language of languages) {
    test(`${area} in ${language}: axe finds nothing in any state`, async ({ page, server, browser, complaints }) => {
      complaints.allow(/status of [45]\d\d|net::ERR_/);
      await speak(page, language);
      await page.emulateMedia({ reducedMotion: "reduce" });
      const seen = new Set<string>();
      for await (const state of states(new Visit(page, server, browser, words(language)))) {
        const { name, part } = typeof state === "string" ? { name: state, part: undefined } : state;
        expect(seen, "each state has a name of its own").not.toContain(name);
        seen.add(name);
        await test.step(name, async () => {
          for (const colorScheme of LOOKS[language]) {
            await page.emulateMedia({ colorScheme });
            expect.soft(await violations(page, part), `${name}, ${colorScheme}`).toEqual([]);
          }
        });
      }
      expect(seen.size).toBeGreaterThan(0);
      test.info().annotations.push({ type: "states", description: String(seen.size) });
    });
  }
}

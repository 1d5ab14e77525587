// The language of a page, and whether everything on it is in that language.
import { expect, type Page } from "@playwright/test";

/** Every page of the browser speaks this language from now on, as if it had been chosen in the account. */
export async function speak(page: Page, language: string): Promise<void> {
  await page.addInitScript((tag) => localStorage.setItem("mgs.language", tag), language);
}

/** What is not ours to translate: what people, bots and businesses wrote, names of languages and zones, dates, codes, keys. */
const DATA = "script, style, noscript, svg, bdi, [dir=auto], time, kbd, code, pre, option, .brand__name, .avatar, .numeric, .bubble__text";

/** Texts and names on the page that have no accent of the pseudo-language, so were written past the catalogue; `known` are names
 * that people gave. */
export async function plainTexts(page: Page, known: string[]): Promise<string[]> {
  return page.evaluate(([data, known]) => {
    const day = new Intl.DateTimeFormat("en", { weekday: "long" }).format(Date.now());
    const isPlain = (text: string) =>
      /\p{L}{2}/u.test(text) && !/[^\p{ASCII}–—…·‘’“”]/u.test(text) && !text.startsWith(day) && !known.includes(text);
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? "";
      if (parent?.checkVisibility() && !parent.closest(data) && isPlain(text)) found.add(text);
    }
    for (const attribute of ["aria-label", "title", "placeholder", "alt"]) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        const text = element.getAttribute(attribute) ?? "";
        if (!element.closest(data) && isPlain(text)) found.add(`${attribute}: ${text}`);
      }
    }
    return [...found];
  }, [DATA, ["MGS WA", ...known]] as const);
}

/** Nothing stands outside the width of the window: a page is never moved sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, "the page is as wide as the window").toBeLessThanOrEqual(0);
}

// The keyboard as the only way in: each press must leave the focus on something, and what has it must show it.
import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";

/** What a page complains of when the focus stays on nothing. */
const LOST = "focus lost";

/** How long the focus may rest on nothing, such as while a page is exchanged, in milliseconds. */
const LOST_AFTER_MS = 1_500;

/** How many presses of Tab a thing may be away. */
const TABS_AT_MOST = 60;

/** Makes every page of the context complain when the focus was on something and then, for a while, on nothing. */
export async function watchFocus(context: BrowserContext): Promise<void> {
  await context.addInitScript(
    ([lost, after]) => {
      let last: string | undefined;
      let since: number | undefined;
      let byPointer = false;
      // A press of the pointer on bare ground takes the focus away by the browser's own rules.
      document.addEventListener("pointerdown", (event) => {
        const target = event.target instanceof Element ? event.target : undefined;
        byPointer = !target?.closest("a, button, input, select, textarea, summary, label, [tabindex]");
      }, true);
      document.addEventListener("focusin", () => (byPointer = false), true);
      const tick = () => {
        const active = document.activeElement;
        if (active && active !== document.body && active !== document.documentElement) {
          last = active.outerHTML.slice(0, 160);
          since = undefined;
        } else if (last !== undefined && !byPointer) {
          since ??= performance.now();
          if (performance.now() - since > after) {
            console.error(`${lost}; it was on ${last}`);
            last = undefined;
          }
        }
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    },
    [LOST, LOST_AFTER_MS] as const,
  );
}

type Place = { name: string; isNothing: boolean; shows: boolean; why: string };

/** Where the focus is, and whether it can be seen there. */
async function place(page: Page): Promise<Place> {
  return page.evaluate(() => {
    const active = document.activeElement;
    if (!active || active === document.body || active === document.documentElement) {
      return { name: "nothing", isNothing: true, shows: false, why: "nothing has the focus" };
    }
    const name = `${active.tagName.toLowerCase()} "${(active.getAttribute("aria-label") ?? active.textContent ?? "").trim().slice(0, 60)}"`;
    // Headings and regions are put into focus to be read from, not to be worked with: they need no ring.
    if (active instanceof HTMLElement && active.tabIndex < 0) return { name, isNothing: false, shows: true, why: "" };
    const rings = [active, active.closest(".starter"), active.closest("label")].filter((element) => element !== null);
    const hasRing = rings.some((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    });
    const box = (active.closest(".starter") ?? active).getBoundingClientRect();
    const isInSight = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const why = !hasRing ? "it has no focus ring" : !isInSight ? "it is out of sight" : "";
    return { name, isNothing: false, shows: why === "", why };
  });
}

/** Fails unless something has the focus and shows it. */
export async function expectFocusSeen(page: Page): Promise<string> {
  let found: Place | undefined;
  await expect
    .poll(async () => {
      found = await place(page);
      return found.why;
    }, "the focus can be seen")
    .toBe("");
  return found?.name ?? "";
}

/** A person with a keyboard and no pointer. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** The only way in from now on: the page complains, and so the test fails, when a pointer touches it. */
  static async alone(page: Page): Promise<Keyboard> {
    await page.addInitScript(() => {
      const complain = (event: Event) => event.isTrusted && console.error(`a pointer was used: ${event.type}`);
      for (const kind of ["pointerdown", "wheel"]) addEventListener(kind, complain, { capture: true, passive: true });
    });
    return new Keyboard(page);
  }

  /** Presses a key; afterwards something must have the focus, and show it. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
    await expectFocusSeen(this.page);
  }

  /** Presses Tab until the thing has the focus; with `back` against the order. */
  async tabTo(target: Locator, { back = false } = {}): Promise<void> {
    await expect(target).toBeVisible();
    const met: string[] = [];
    for (let i = 0; i < TABS_AT_MOST; i += 1) {
      if (await hasFocus(target)) return;
      await this.page.keyboard.press(back ? "Shift+Tab" : "Tab");
      const found = await place(this.page);
      met.push(found.name);
      if (found.why !== "" && !(await hasFocus(target))) {
        throw new Error(`Tab came to ${found.name}: ${found.why}; it met ${met.join(", ")}`);
      }
    }
    throw new Error(`Tab did not come to ${target}; it met ${met.join(", ")}`);
  }

  /** Goes to a thing by Tab and presses Enter on it. */
  async enter(target: Locator, way: { back?: boolean } = {}): Promise<void> {
    await this.tabTo(target, way);
    await this.page.keyboard.press("Enter");
  }

  /** Goes to a field by Tab and types over what it holds. */
  async type(target: Locator, text: string): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.type(text);
  }

  /** Opens a menu by Enter and takes one of its items by the arrows. */
  async choose(button: Locator, item: string, way: { back?: boolean } = {}): Promise<void> {
    await this.enter(button, way);
    const menu = this.page.getByRole("menu").filter({ visible: true });
    await expect(menu.locator("[role^=menuitem]").first()).toBeFocused();
    const wanted = menu.locator("[role^=menuitem]").filter({ hasText: item });
    for (let i = 0; i < TABS_AT_MOST && !(await hasFocus(wanted)); i += 1) await this.press("ArrowDown");
    await expect(wanted).toBeFocused();
    await this.page.keyboard.press("Enter");
  }
}

/** After a change of route the heading of the new page has the focus. */
export async function expectHeadingFocused(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name })).toBeFocused();
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement, undefined, { timeout: 5_000 });
}

// The main pages from right to left, and in the pseudo-language, which takes two fifths more room.
import { enter } from "../support/api.ts";
import { speak } from "../support/languages.ts";
import { takeLooks } from "../support/looks.ts";
import { expect, test } from "../support/test.ts";

test.setTimeout(600_000);

for (const language of ["ar", "hi", "en-XA"]) {
  test(`pages in ${language}`, async ({ page, server }) => {
    await speak(page, language);
    const look = async (path: string, name: string) => {
      // Pictures end in the width of a phone, where a part of the page with the focus in it may not be shown.
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await takeLooks(page, `${language}-${name}`, ["light-1440", "dark-1440", "light-360"]);
    };
    await look("/sign-in", "sign-in");
    await look("/sign-up", "sign-up");
    const workspace = await enter(page, server);
    await look(workspace.path(), "home-empty");
    const { number, bot } = await workspace.answering();
    await workspace.write(number, "hi");
    await look(workspace.path(), "home");
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    await takeLooks(page, `${language}-palette`, ["light-1440", "dark-1440", "light-360"]);
    await look(workspace.path("/bots"), "bots");
    await look(workspace.path("/bots/new"), "bot-new");
    await look(workspace.path(`/bots/${bot}/build`), "bot-build");
    await look(workspace.path("/inbox"), "inbox");
    await page.getByRole("main").getByRole("link", { name: /Asha Rao/ }).click();
    await expect(page.getByRole("textbox")).toBeVisible();
    await takeLooks(page, `${language}-inbox-conversation`, ["light-1440", "dark-1440", "light-360"]);
    await look(workspace.path(`/phone/${number}`), "phone");
    await look(workspace.path("/settings/business"), "settings-business");
    await look("/account/appearance", "account-appearance");
    await look("/account/shortcuts", "account-shortcuts");
  });
}

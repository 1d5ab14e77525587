// The question for the password that stands before sensitive steps.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Person } from "./actors.ts";

/** The dialog that asks. */
export function passwordPrompt(page: Page): Locator {
  return page.getByRole("dialog", { name: "Enter your password" });
}

/** Answers the question and waits until it is gone. */
export async function prove(page: Page, person: Person): Promise<void> {
  const prompt = passwordPrompt(page);
  await prompt.getByLabel("Password", { exact: true }).fill(person.password);
  await prompt.getByRole("button", { name: "Go on" }).click();
  await expect(prompt).toBeHidden();
}

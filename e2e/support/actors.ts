// People who use the dashboard, by what they see and do.
import { expect, type Page } from "@playwright/test";
import { linkIn, mailsIn, mailTo } from "./mail.ts";
import type { Server } from "./server.ts";

export type Person = { name: string; email: string; phone: string; business: string; password: string };

let people = 0;

/** Somebody nobody knows yet. */
export function newcomer(): Person {
  people += 1;
  return {
    name: "Asha Rao",
    email: `asha-${process.pid}-${people}@example.com`,
    phone: "+91 98123 45678",
    business: "Acme Bakery",
    password: "seven green lanterns",
  };
}

/** Signs up, follows the link of the mail, and stands on the home page of the new workspace. */
export async function signUp(page: Page, server: Server, person = newcomer()): Promise<Person> {
  const before = await mailsIn(server);
  await askForAccount(page, person);
  await page.goto(linkIn(await mailTo(server, person.email, before), server));
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
  return person;
}

/** Fills in the sign-up form and sends it; the rest comes by mail. */
export async function askForAccount(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Phone").fill(person.phone);
  await page.getByLabel("Business name").fill(person.business);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
}

/** Signs in with a password. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email", { exact: true }).fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/w\/[^/]+$/);
}

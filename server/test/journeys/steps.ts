/** What people do again and again, by the names under which the pages offer it. */
import type { Locator, Page } from "playwright-core";
import type { RelyingParty } from "../protocols/relying-party.ts";
import type { Server } from "../protocols/server.ts";
import { addPerson, type Person, password, rest } from "../protocols/world.ts";

export const consolePath = "/ui/console";

/** The shown heading of the first level. */
export const title = (page: Page): Locator => page.getByRole("heading", { level: 1 });

const skipButton = "#skip-button";

/** Waits for the page of this title; what is offered to be set up on the way there is declined. */
export async function arrive(page: Page, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole("heading", { level: 1, name });
  const offer = page.locator(skipButton);
  await wanted.or(offer).first().waitFor();
  if (await wanted.isVisible()) return;
  await offer.click();
  await wanted.waitFor();
}

/** Goes on without what the login offers to set up. */
export const decline = (page: Page): Promise<void> => page.locator(skipButton).click();

/** Login name and the way on, in whatever language. */
export async function enterName(page: Page, loginName: string): Promise<void> {
  await page.locator("#loginName").fill(loginName);
  await page.locator("#submit-button").click();
}

export async function enterPassword(page: Page, secret: string): Promise<void> {
  await page.locator("#password").fill(secret);
  await page.locator("#submit-button").click();
}

/** From the front door to the console's home page. */
export async function signIn(
  page: Page,
  server: Server,
  loginName: string,
  secret = password,
): Promise<void> {
  await page.goto(server.origin);
  await enterName(page, loginName);
  await enterPassword(page, secret);
  await arrive(page, /^Welcome|^Willkommen/);
}

/** Back at the application without what is offered on the way. @returns whom it lets in */
export async function letIn(page: Page, party: RelyingParty): ReturnType<RelyingParty["welcome"]> {
  await arrive(page, "Application");
  return party.welcome(page);
}

/** The way out through the console's menu, to the page that says so. */
export async function logOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await arrive(page, /logged out|signed out/);
}

/** A person who may do everything in this instance. */
export async function addAdministrator(server: Server, name: string): Promise<Person> {
  const person = await addPerson(server, name);
  await rest(server, "POST", "/admin/v1/members", { userId: person.id, roles: ["IAM_OWNER"] });
  return person;
}

/** A person who has to choose a password of their own at the first login. */
export async function addNewcomer(server: Server, userName: string): Promise<Person> {
  const { userId } = await rest<{ userId: string }>(server, "POST", "/management/v1/users/human/_import", {
    userName,
    profile: { firstName: "Alan", lastName: "Turing", preferredLanguage: "en" },
    email: { email: `${userName}@example.test`, isEmailVerified: true },
    password,
    passwordChangeRequired: true,
  });
  return { id: userId, loginName: userName };
}

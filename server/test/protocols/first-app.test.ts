/** docs/guides/first-app.md, followed to the letter. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, removeData } from "../harness/processes.ts";
import { newVisitor, openBrowser, picture } from "../journeys/visitor.ts";
import { commandsOf } from "./guide.ts";
import { ready } from "./server.ts";
import { interrupt, lastWords, open, repository, type Terminal } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "first-app.md"), "utf8");

let browser: Browser;
let folder: string;
let application: string;
const terminals: Terminal[] = [];

/** The reader's ports and folder, replaced by ones that are free here. */
async function located(): Promise<{ readonly text: string; readonly issuer: string; readonly home: string }> {
  const [issuer, home] = [String(await freePort()), String(await freePort())];
  const text = guide
    .replaceAll("8080", issuer)
    .replaceAll("3000", home)
    .replaceAll(".gatehouse/first-app", folder);
  return { text, issuer: `http://localhost:${issuer}`, home: `http://localhost:${home}` };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-guide-"));
  browser = await openBrowser();
  const { text, issuer, home } = await located();
  application = home;
  const commands = commandsOf(text);
  expect([...commands.keys()]).toEqual(["1", "2"]);
  const first = open(commands.get("1") ?? "");
  terminals.push(first);
  await ready(issuer, lastWords(first));
  const second = open(commands.get("2") ?? "");
  terminals.push(second);
  await ready(home, lastWords(second), "/");
}, 180_000);

afterAll(async () => {
  await browser?.close();
  for (const terminal of terminals.toReversed()) await interrupt(terminal);
  removeData(join(folder, "data"));
  await rm(folder, { recursive: true, force: true });
});

test("its reader signs a user in, sees the claims, and logs out", async () => {
  const { page } = await newVisitor(browser);
  await page.goto(application);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.locator("#loginName").fill("ada");
  await page.locator("#submit-button").click();
  await page.locator("#password").fill("Analytical-Engine-1");
  await page.locator("#submit-button").click();
  await page.locator("#skip-button").click();
  await page.getByRole("heading", { name: "Hello, Ada Lovelace" }).waitFor();
  await picture(page, "guide-claims");
  const claim = (name: string): Promise<string> =>
    page
      .getByRole("row", { name: new RegExp(`^${name} `) })
      .getByRole("cell")
      .innerText();
  expect(await claim("sub")).toMatch(/^"\d+"$/);
  expect(await claim("preferred_username")).toBe('"ada"');
  expect(await claim("email")).toBe('"ada@example.com"');
  expect(await claim("email_verified")).toBe("true");

  await page.getByRole("link", { name: "Log out" }).click();
  await page.getByRole("link", { name: "Sign in" }).waitFor();
  expect(page.url()).toBe(`${application}/`);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.locator("#password, #loginName, h1").first().waitFor();
  expect(new URL(page.url()).port).not.toBe(new URL(application).port);
});

test("Ctrl-C ends both programs", async () => {
  for (const terminal of terminals.toReversed()) await interrupt(terminal);
  await expect(fetch(application)).rejects.toThrow("fetch failed");
  expect(terminals.map(({ child }) => child.exitCode ?? child.signalCode)).not.toContain(null);
});

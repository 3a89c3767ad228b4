/** Where unknown names are ignored, nothing that a stranger can see tells which accounts exist. */
import { type APIResponse, type Browser, type Page, type Response, request } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openRelyingParty, type RelyingParty } from "../protocols/relying-party.ts";
import { type Server, startServer } from "../protocols/server.ts";
import { addPerson, addService, type Person, password, rest } from "../protocols/world.ts";
import { arrive, enterName, enterPassword, letIn } from "./steps.ts";
import { newVisitor, openBrowser, picture, type Visitor } from "./visitor.ts";

/** Every name has five letters and the same first one, so that pages show the same initial and the same width. */
const unknown = "gerty";
const names = ["grace", "gavin", "gilly", "gizmo", unknown] as const;
const wrong = "Wrong-Horse-1";

let discreet: Server;
let browser: Browser;
let party: RelyingParty;
let visitors: Visitor[] = [];

beforeAll(async () => {
  [discreet, browser] = await Promise.all([
    startServer({ ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_IGNOREUNKNOWNUSERNAMES: "true" }),
    openBrowser(),
  ]);
  party = await openRelyingParty(discreet);
  await addEverybody();
});

afterAll(async () => {
  await browser?.close();
  await party?.close();
  await discreet?.stop();
});

afterEach(async () => {
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  await Promise.all(visitors.map(({ context }) => context.close()));
  visitors = [];
  expect(complaints).toEqual([]);
});

/** One who may sign in, one deactivated, one locked, and a service account; nobody is called `unknown`. */
async function addEverybody(): Promise<void> {
  const [, gavin, gilly] = await Promise.all(
    ["grace", "gavin", "gilly"].map((name): Promise<Person> => addPerson(discreet, name)),
  );
  await addService(discreet, "gizmo");
  await rest(discreet, "POST", `/v2/users/${gavin?.id}/deactivate`, {});
  await rest(discreet, "POST", `/v2/users/${gilly?.id}/lock`, {});
}

async function visit(): Promise<Visitor> {
  const visitor = await newVisitor(browser);
  visitors.push(visitor);
  return visitor;
}

/** What differs from one visit to the next by itself, and the name that was typed. */
const neutral = (text: string, name: string): string =>
  text
    .replaceAll(name, "NAME")
    .replaceAll(/nonce(?:="|-)\w*/g, "nonce")
    .replaceAll(/name="csrf" value="[^"]*"/g, "csrf")
    .replaceAll(/name="challenge" value="[^"]*"/g, "challenge")
    .replaceAll(/&quot;challenge&quot;:&quot;[\w-]*/g, "challenge")
    .replaceAll(/oidc_V2_\d+/g, "REQUEST");

/** The statuses and addresses that led to an answer, in the order of their requests. */
async function wayTo(answer: Response): Promise<readonly string[]> {
  const way: string[] = [];
  for (let one = answer.request().redirectedFrom(); one !== null; one = one.redirectedFrom()) {
    const passed = await one.response();
    way.unshift(`${one.method()} ${passed?.status()} ${await passed?.headerValue("location")}`);
  }
  return [...way.map((line) => line.replace(/authRequest=V2_\d+/, "REQUEST")), `${answer.status()}`];
}

/** Everything that somebody could tell a page by: how it was reached, its headers, its source, its document. */
async function impression({ page, documents }: Visitor, name: string): Promise<Record<string, unknown>> {
  const answer = documents.at(-1);
  if (answer === undefined) throw new Error("no document was seen");
  const { date: _date, "set-cookie": cookie, ...headers } = await answer.allHeaders();
  // Pages that report an error name the request's line in the log.
  const line = headers["x-request-id"];
  if (line === undefined) throw new Error("the answer has no request id");
  const plain = (text: string): string => neutral(text, name).replaceAll(line, "LINE");
  return {
    way: (await wayTo(answer)).map(plain),
    headers: plain(JSON.stringify(headers)),
    cookie: cookie !== undefined,
    source: plain(await answer.text()),
    shown: plain(await page.content()),
    address: plain(page.url()),
  };
}

/** The same of what an address alone leads to, for who has never been here. */
async function firstImpression(address: string, name: string): Promise<Record<string, unknown>> {
  const client = await request.newContext();
  const plain = (text: string): string => neutral(text, name).replace(/authRequest=V2_\d+/, "REQUEST");
  const way: Record<string, unknown>[] = [];
  for (let next: string | undefined = address; next !== undefined; ) {
    const answer: APIResponse = await client.get(next, { maxRedirects: 0 });
    const {
      date: _date,
      "set-cookie": cookie,
      location,
      "x-request-id": line,
      ...headers
    } = answer.headers();
    way.push({
      status: answer.status(),
      to: plain(location ?? ""),
      headers: plain(JSON.stringify(headers)),
      cookie: cookie !== undefined,
      source: plain((await answer.text()).replaceAll(line ?? "none", "LINE")),
    });
    next = location && new URL(location, answer.url()).href;
  }
  await client.dispose();
  return { way, shown: way.at(-1)?.["source"] };
}

const failure = async (page: Page): Promise<string | null> => {
  const field = page.locator("#password[aria-invalid=true]");
  await field.waitFor();
  return page.locator(`#${await field.getAttribute("aria-describedby")}`).textContent();
};

test("a name leads to the password page and a wrong password to one error, whoever it names", async () => {
  const seen = [];
  for (const name of names) {
    const visitor = await visit();
    const { page } = visitor;
    await party.send(page);
    await enterName(page, name);
    await arrive(page, "Enter your password");
    const asked = await impression(visitor, name);
    await picture(page, `no-enumeration-${name}`);
    await enterPassword(page, wrong);
    const error = await failure(page);
    await picture(page, `no-enumeration-${name}-wrong`);
    seen.push({ asked, error, refused: await impression(visitor, name) });
  }
  const [known, ...others] = seen;
  expect(known?.asked["shown"]).toContain("NAME");
  expect(known?.asked["way"]).toEqual([expect.stringMatching(/^POST 303 /), "200"]);
  expect(known?.refused["way"]).toEqual([expect.stringMatching(/^POST 303 /), "400"]);
  expect(known?.error).toMatch(/name or/i);
  expect(others).toHaveLength(names.length - 1);
  for (const other of others) expect(other).toEqual(known);
});

test.each([
  ["a login_hint", (name: string) => party.address({ login_hint: name })],
  ["the entry's address", (name: string) => `${discreet.origin}/ui/v2/login/login?loginName=${name}`],
  [
    "the password page's address",
    (name: string) => `${discreet.origin}/ui/v2/login/password?loginName=${name}`,
  ],
  [
    "the older reset's address",
    (name: string) => `${discreet.origin}/ui/login/password/reset?loginname=${name}`,
  ],
  [
    "the reset's address",
    (name: string) => `${discreet.origin}/ui/v2/login/password/reset?loginName=${name}`,
  ],
])("%s with a name answers the same, whoever it names", async (_way, addressOf) => {
  const seen = [];
  for (const name of names) {
    seen.push(await firstImpression(await addressOf(name), name));
  }
  const [known, ...others] = seen;
  expect(known?.["shown"]).toContain("<h1>");
  expect(others).toHaveLength(names.length - 1);
  for (const other of others) expect(other).toEqual(known);
});

test("a hint tells nobody who exists, not even who is signed in and asks without a page", async () => {
  const { page } = await visit();
  await party.send(page);
  await enterName(page, "grace");
  await enterPassword(page, password);
  await letIn(page, party);
  await addPerson(discreet, "greta");
  for (const login_hint of ["greta", unknown]) {
    await party.send(page, { login_hint, prompt: "none" });
    await expect(party.welcome(page), login_hint).rejects.toMatchObject({ error: "login_required" });
  }
});

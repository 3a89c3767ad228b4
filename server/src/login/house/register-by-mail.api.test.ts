/** Registration where nobody is told which names are known. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { User } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, type RealHouse } from "./real-house.fixture.ts";

const path = "/ui/v2/login/register";
let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { ignoreUnknownUsernames: true });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

async function register(email: string, requestId: string): Promise<PlainBrowser> {
  const browser = browserOf(real, reported);
  await browser.get(`${path}?requestId=${requestId}`);
  expect(browser.html).not.toContain('type="password"');
  return browser.submit({ givenName: "Grace", familyName: "Hopper", email });
}

/** Everything that somebody at a browser sees, but what they typed and what is new every time. */
async function seen(email: string) {
  const requestId = await real.request();
  const browser = await register(email, requestId);
  const answers = [[browser.status, browser.location?.replaceAll(requestId, "REQUEST")]];
  await browser.follow();
  const page = browser.html.replaceAll(/nonce="\w+"|value="[^"]*"/g, "").replaceAll(requestId, "REQUEST");
  // Whoever asks cannot find out afterwards either: nobody knows the password of an account that is new.
  await browser.logIn(entryOf(requestId), email, "Password1!");
  answers.push([browser.status, browser.location?.replaceAll(requestId, "REQUEST")]);
  const cookies = [...browser.cookies.keys()].map((name) => name.replace(/\d+$/, "ID"));
  return { answers, page, cookies };
}

test("no enumeration: a new address, one that has an account, and one that is a user name get the same answers", async () => {
  const started = performance.now();
  const asNew = await seen("new@mail.test");
  const took = performance.now() - started;
  expect(asNew.page).toContain("Check your mail");
  const others = ["ada@mail.example.com", "ada@example.com", "new@mail.test"];
  for (const other of await Promise.all(others.map(seen))) expect(other).toEqual(asNew);
  expect(took).toBeGreaterThan(100);
});

test("the new account waits for its mail, by which the password is chosen; who had one gets nothing", async () => {
  await register("waits@mail.test", await real.request());
  await register("waits@mail.test", await real.request());
  const users = await real.store.select(User, instanceId, sql`lower(t.user_name) = 'waits@mail.test'`);
  expect(users.map(({ state }) => state.status)).toEqual(["initial"]);
  const sent = await real.database.query(
    sql`select payload->>'type' as type from jobs where task = 'message'
      and payload->>'userId' in (${users[0]?.aggregateId ?? ""}, ${ids.user})`,
  );
  expect(sent).toEqual([{ type: "init" }]);
});

test("what is wrong with the form itself is told, since it says nothing about accounts", async () => {
  for (const [email, id] of [
    ["nowhere", "EMAIL-599BI"],
    ["me@two.id.example.com", "COMMAND-SFd21"],
  ] as const) {
    const browser = await register(email, await real.request());
    expect([browser.status, browser.html.includes(id)]).toEqual([400, true]);
  }
});

test("an unknown name leads nowhere else because of its domain", async () => {
  const browser = browserOf(real, reported);
  await browser.get("/ui/v2/login/loginname");
  await browser.submit({ loginName: "somebody@two.id.example.com" });
  expect(browser.location).toMatch(/^\/ui\/v2\/login\/password\?loginName=/);
});

/** What the pages ask of the database, whatever they look like. docs/performance.md states the numbers of a login. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { branding, uploadAsset } from "#src/domains/branding/index.ts";
import { Project } from "#src/domains/project/index.ts";
import { type Watched, watchRoundTrips } from "#test/harness/round-trips.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
let watched: Watched;
beforeAll(async () => {
  real = await openRealHouse({
    watch: (database) => {
      watched = watchRoundTrips(database);
      return watched.database;
    },
  });
});
afterAll(() => real.close());

/** Statements, waves and commits of each request to the pages, the version of the instance among them. */
const stated: Readonly<Record<string, readonly [statements: number, waves: number, commits: number]>> = {
  entry: [3, 1, 1],
  "login name page": [3, 1, 0],
  "login name": [8, 3, 0],
  "password page": [7, 2, 0],
  password: [10, 5, 1],
  end: [7, 4, 1],
};

test("each request of a login asks the database no more often than is stated", async () => {
  const loginName = "ada@example.com";
  // What is cached per process is there already, as it is in a server that runs; and she wants no second factor.
  await browserOf(real).logIn(entryOf(await real.request()), loginName, password);
  const browser = browserOf(real);
  const asked = entryOf(await real.request());
  const follow = () => browser.get(browser.location ?? "");
  const works: Readonly<Record<string, () => Promise<unknown>>> = {
    entry: () => browser.get(asked),
    "login name page": follow,
    "login name": () => browser.submit({ loginName }),
    "password page": follow,
    password: () => browser.submit({ password }),
    end: follow,
  };
  expect(Object.keys(works)).toEqual(Object.keys(stated));
  for (const [name, [statements, waves, commits]] of Object.entries(stated)) {
    const seen = await watched.during(works[name] ?? follow);
    expect({ name, ...seen }).toEqual({ name, statements, commits, waves: expect.any(Number) });
    expect(seen.waves, name).toBeLessThanOrEqual(waves);
  }
  expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
});

const settings = { entityId: "settings" };
const logo = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64, 1)]);

test("a look of one's own, and the project owner's, cost the login name page no statement more", async () => {
  const browser = browserOf(real);
  await (await browser.get(entryOf(await real.request()))).follow();
  const page = `/ui/v2/login/loginname?requestId=${await real.request()}`;
  const cost = async () => {
    // Changed settings are read once.
    await browser.get(page);
    return watched.during(() => browser.get(page));
  };
  const plain = await cost();
  expect([plain.statements > 0, plain.commits, browser.html.includes('class="logo"')]).toEqual([
    true,
    0,
    false,
  ]);

  await uploadAsset(real.ctx(), { level: "instance", kind: "logo" }, logo);
  const activated = { type: "instance.policy.label.activated", payload: null } as const;
  await real.happen(branding.instance, instanceId, [activated], settings);
  expect(await cost()).toEqual(plain);
  expect(browser.html).toContain('class="logo"');

  const look = [
    { type: "org.policy.label.added", payload: { primaryColor: "#123456" } },
    { type: "org.policy.label.activated", payload: null },
  ] as const;
  await real.happen(branding.org ?? branding.instance, real.orgId, look, settings);
  await real.happen(Project, ids.project, [
    { type: "project.changed", payload: { privateLabelingSetting: 1 } },
  ]);
  expect(await cost()).toEqual(plain);
  expect(browser.html).toContain("--primary:#123456");
});

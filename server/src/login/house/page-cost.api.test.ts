/** What the first page asks of the database, whatever it looks like. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { branding, uploadAsset } from "#src/domains/branding/index.ts";
import { Project } from "#src/domains/project/index.ts";
import { type Watched, watchRoundTrips } from "#test/harness/round-trips.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, type RealHouse } from "./real-house.fixture.ts";

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

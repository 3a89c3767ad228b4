import { afterEach, expect, test } from "vitest";
import { type Home, makeHome } from "#test/harness/processes.ts";

let home: Home;
afterEach(() => home.remove());

const json = (text: string) => JSON.parse(text);

test("commands work where no server runs, and leave none running", { timeout: 60_000 }, async () => {
  home = makeHome();
  const here = ["--json", "--data-dir", home.dataDir];
  const migrate = await home.run(["migrate", ...here]);
  expect([migrate.code, json(migrate.stdout).migrated]).toEqual([0, true]);
  const setup = await home.run(["setup", ...here]);
  expect(json(setup.stdout)).toMatchObject({ created: true, loginName: "zitadel-admin@zitadel.localhost" });
  const doctor = await home.run(["doctor", ...here]);
  expect([doctor.code, json(doctor.stdout).healthy]).toEqual([0, true]);
  const reset = await home.run(["users", "reset-password", "zitadel-admin@zitadel.localhost", ...here]);
  expect(json(reset.stdout).password.length).toBeGreaterThan(8);
  expect(home.postmaster()).toBeUndefined();
});

import { afterEach, expect, test } from "vitest";
import { textAt, valueAt } from "#test/harness/json.ts";
import { freePort, type Home, jsonOf, makeHome } from "#test/harness/processes.ts";

let home: Home;
afterEach(() => home.remove());

test("commands work where no server runs, and leave none running", async () => {
  home = makeHome();
  const here = ["--json", "--data-dir", home.dataDir];
  const migrate = await home.run(["migrate", ...here]);
  expect([migrate.code, valueAt(jsonOf(migrate), "migrated")]).toEqual([0, true]);
  const setup = await home.run(["setup", ...here]);
  expect(jsonOf(setup)).toMatchObject({ created: true, loginName: "zitadel-admin@zitadel.localhost" });
  const port = await freePort();
  const doctor = await home.run(["doctor", ...here, "--port", String(port)]);
  expect(doctor.stdout).toContain(`port ${port} is free`);
  expect([doctor.code, valueAt(jsonOf(doctor), "healthy")]).toEqual([0, true]);
  const reset = await home.run(["users", "reset-password", "zitadel-admin@zitadel.localhost", ...here]);
  expect(textAt(jsonOf(reset), "password").length).toBeGreaterThan(8);
  expect(home.postmaster()).toBeUndefined();
});

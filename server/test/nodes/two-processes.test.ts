import { afterAll, beforeAll, expect, test } from "vitest";
import { listAt, textAt } from "#test/harness/json.ts";
import { pairs, runPairs } from "#test/harness/pairs.ts";
import { type Answer, type Home, makeHome, type ServerProcess } from "#test/harness/processes.ts";
import { rights, runWithdrawals } from "#test/harness/withdrawals.ts";

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
  const kinds = Object.keys(pairs).length;
  expect(kinds).toBeGreaterThan(12);
  // Each kind eight times, four of them written on each process.
  expect(await runPairs([one, other], kinds * 8)).toEqual([]);
});

test("a new signing key stands in the other process's key set at once", async () => {
  const before = await other.call("GET", "/oauth/v2/keys");
  const { body } = await one.call("POST", "/v2beta/web_keys", {
    rsa: { bits: "RSA_BITS_2048", hasher: "RSA_HASHER_SHA256" },
  });
  const id = textAt(body, "id");
  const kidsOf = (answer: Answer) => listAt(answer.body, "keys").map((key) => textAt(key, "kid"));
  expect(kidsOf(before)).not.toContain(id);
  expect(kidsOf(await other.call("GET", "/oauth/v2/keys"))).toContain(id);
});

test("a right that is withdrawn on one process is refused on the other at once", {
  timeout: 60_000,
}, async () => {
  const ways = Object.keys(rights).length;
  expect(ways).toBeGreaterThan(5);
  // Each way four times, two of them withdrawn on each process.
  expect(await runWithdrawals([one, other], ways * 4)).toEqual([]);
});

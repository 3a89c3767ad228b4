import { afterAll, beforeAll, expect, test } from "vitest";
import { listAt, textAt, valueAt } from "#test/harness/json.ts";
import { pairs, runPairs } from "#test/harness/pairs.ts";
import { type Answer, type Home, type ServerProcess } from "#test/harness/processes.ts";
import { readyHome } from "#test/harness/ready-home.ts";
import { rights, runWithdrawals } from "#test/harness/withdrawals.ts";

let home: Home;
let one: ServerProcess;
let other: ServerProcess;
beforeAll(async () => {
  home = await readyHome();
  one = await home.start();
  other = await home.startBeside();
});
afterAll(() => home.remove());

test("what is written on one process is read on the other at once, by every get and list", async () => {
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

test("a right that is withdrawn on one process is refused on the other at once", async () => {
  const ways = Object.keys(rights).length;
  expect(ways).toBeGreaterThan(5);
  // Each way four times, two of them withdrawn on each process.
  expect(await runWithdrawals([one, other], ways * 4)).toEqual([]);
});

/** Asked a hundred times at once, of both processes in turn: how often each outcome was told. */
async function storm(path: string, bodyOf: (n: number) => object): Promise<Readonly<Record<string, number>>> {
  const asked = Array.from({ length: 100 }, (_, n) => (n % 2 ? one : other).call("POST", path, bodyOf(n)));
  const told: Record<string, number> = {};
  for (const { status, body } of await Promise.all(asked)) {
    const outcome = status < 300 ? "allowed" : textAt(body, "details.0.id");
    told[outcome] = (told[outcome] ?? 0) + 1;
  }
  return told;
}

let people = 0;
async function person(more: object, email: object = { isVerified: true }) {
  const { body } = await one.call("POST", "/v2/users/human", {
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: `stormed-${++people}@people.test`, ...email },
    ...more,
  });
  return { userId: textAt(body, "userId"), code: valueAt(body, "emailCode") };
}

async function happened(userId: string, type: string): Promise<number> {
  const filter = { aggregateId: userId, eventTypes: [type], limit: 200 };
  const { body } = await other.call("POST", "/admin/v1/events/_search", filter);
  return listAt(body, "events").length;
}

test("of 100 wrong codes at once over two processes five are compared, and the rest gain no guess", async () => {
  const { userId, code } = await person({}, { returnCode: {} });
  const path = `/v2/users/${userId}/email/verify`;
  const { "COMMAND-Vc7wr": compared, ...rest } = await storm(path, (n) => ({
    verificationCode: `GUESS${n}`,
  }));
  expect(compared).toBe(5);
  expect(Object.keys(rest).filter((id) => id !== "COMMAND-Vc7ex" && id !== "LIMIT-f4Sl7")).toEqual([]);
  expect(await happened(userId, "user.human.email.verification.failed")).toBe(5);
  const right = await one.call("POST", path, { verificationCode: code });
  expect([right.status, textAt(right.body, "details.0.id")]).toEqual([429, "LIMIT-f4Sl7"]);
});

test("of 100 wrong second factors at once over two processes exactly those count that the lockout allows", async () => {
  const lockout = { maxPasswordAttempts: 0, maxOtpAttempts: 3 };
  expect((await one.call("PUT", "/admin/v1/policies/password/lockout", lockout)).status).toBe(200);
  const { userId } = await person({ totpSecret: "GEZDGNBVGY3TQOJQ" });
  // Letters are never right.
  const checks = { user: { userId }, totp: { code: "abcdef" } };
  const { "EVENT-8isk2": wrong, ...rest } = await storm("/v2/sessions", () => ({ checks }));
  expect(wrong).toBe(3);
  expect(Object.keys(rest).filter((id) => id !== "COMMAND-JLK35" && id !== "LIMIT-f4Sl7")).toEqual([]);
  expect(await happened(userId, "user.human.mfa.otp.check.failed")).toBe(3);
  expect(await happened(userId, "user.locked")).toBe(1);
});

test("of 100 mails to one recipient that are asked of two processes at once ten are sent", async () => {
  const { userId } = await person({});
  const told = await storm(`/v2/users/${userId}/password_reset`, () => ({ sendLink: {} }));
  expect(told).toEqual({ allowed: 10, "LIMIT-m2Sg9": 90 });
});

import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import { createBounded } from "./bounded.ts";
import { parseHash } from "./known-hashes.ts";
import {
  createPasswordHashing,
  DEFAULT_HASH_POLICY,
  dummyHash,
  type HashPolicy,
} from "./password-hashing.ts";
import { createSlices } from "./slices.ts";

const cheap: HashPolicy = { algorithm: "argon2id", memoryKib: 64, passes: 1, lanes: 1 };
const hashing = (policy: HashPolicy, concurrency = 2, maxWaiting = 100) =>
  createPasswordHashing({ policy, concurrency, maxWaiting });

const WEAK = "$1$kJ4QkJaQ$3EbD/pJddrq5HW3mpZ4KZ1";
const BCRYPT5 = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK";

async function kindOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => (error instanceof Failure ? `${error.kind} ${error.id}` : "other"),
  );
}

describe("new hashes", () => {
  it("are argon2id with 19 MiB, two passes and one lane by default", async () => {
    const encoded = await hashing(DEFAULT_HASH_POLICY).hash("correct horse");
    expect(encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashing(DEFAULT_HASH_POLICY).verify(encoded, "correct horse")).toEqual({ ok: true });
    expect(await hashing(DEFAULT_HASH_POLICY).verify(encoded, "correct horsf")).toEqual({ ok: false });
  });

  it("are bcrypt where that is configured", async () => {
    const bcrypt = hashing({ algorithm: "bcrypt", cost: 4 });
    const encoded = await bcrypt.hash("ä secret");
    expect(encoded).toMatch(/^\$2[by]\$04\$/);
    expect(await bcrypt.verify(encoded, "ä secret")).toEqual({ ok: true });
  });

  it("refuse what the algorithm would cut off", async () => {
    const bcrypt = hashing({ algorithm: "bcrypt", cost: 4 });
    expect(await kindOf(bcrypt.hash("x".repeat(72)))).toBe("none");
    expect(await kindOf(bcrypt.hash("x".repeat(73)))).toBe("invalid_argument CRYPT-5pLn2");
    expect(await kindOf(hashing(cheap).hash("ä".repeat(513)))).toBe("invalid_argument CRYPT-5pLn2");
  });
});

describe("upgrade after a successful check", () => {
  it("replaces another algorithm and a weaker cost", async () => {
    for (const old of [WEAK, "5f4dcc3b5aa765d61d8327deb882cf99"]) {
      const { ok, upgrade } = await hashing(cheap).verify(old, "password");
      expect(ok).toBe(true);
      expect(upgrade).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    }
    const weaker = await hashing(cheap).hash("pw");
    const { upgrade } = await hashing({ ...cheap, passes: 2 }).verify(weaker, "pw");
    expect(upgrade).toMatch(/m=64,t=2,p=1/);
    const bcrypt = await hashing({ algorithm: "bcrypt", cost: 6 }).verify(BCRYPT5, "U*U*");
    expect(bcrypt.upgrade).toMatch(/^\$2[by]\$06\$/);
  });

  it("never happens after a failed check", async () => {
    expect(await hashing(cheap).verify(WEAK, "passwore")).toEqual({ ok: false });
  });

  it("never weakens a hash that is stronger than the policy", async () => {
    const strong = await hashing({ ...cheap, memoryKib: 256, passes: 2 }).hash("pw");
    expect(await hashing(cheap).verify(strong, "pw")).toEqual({ ok: true });
    expect(await hashing({ algorithm: "bcrypt", cost: 4 }).verify(BCRYPT5, "U*U*")).toEqual({ ok: true });
  });
});

describe("no enumeration", () => {
  const policies: readonly HashPolicy[] = [
    DEFAULT_HASH_POLICY,
    cheap,
    { algorithm: "argon2id", memoryKib: 256, passes: 3, lanes: 2 },
    { algorithm: "bcrypt", cost: 4 },
    { algorithm: "bcrypt", cost: 7 },
  ];

  it.each(policies)("what is checked in place of a hash is one of the policy: %j", async (policy) => {
    const known = parseHash(await hashing(policy).hash("pw"));
    const dummy = parseHash(dummyHash(policy));
    expect(dummy).toMatchObject({ algorithm: known?.algorithm, cost: known?.cost, check: { kind: "pool" } });
    for (let n = 0; n < 5; n++) expect(await hashing(policy).verify(undefined, "pw")).toEqual({ ok: false });
  });

  it("an unknown user, no password and an unreadable hash are worked on as a user's is, once", async () => {
    const subject = hashing(cheap, 1);
    const encoded = await subject.hash("pw");
    for (const stored of [encoded, undefined, "", "unreadable"]) {
      const checks = [subject.verify(stored, "wrong"), subject.verify(stored, "wrong")];
      expect(subject.load()).toEqual({ active: 1, waiting: 1 });
      expect(await Promise.all(checks)).toEqual([{ ok: false }, { ok: false }]);
      expect(subject.load()).toEqual({ active: 0, waiting: 0 });
    }
  });

  it("the dummy hash of every bcrypt cost is a valid one", () => {
    for (let cost = 4; cost <= 16; cost++)
      expect(parseHash(dummyHash({ algorithm: "bcrypt", cost }))?.cost).toEqual({ cost });
  });
});

describe("a password beyond 1,024 bytes", () => {
  it("is wrong, without being hashed", async () => {
    const plain = "x".repeat(2_000_000);
    expect(await hashing(cheap).verify("$1$$whatever", plain)).toEqual({ ok: false });
    expect(await hashing(cheap).verify(WEAK, plain)).toEqual({ ok: false });
  });
});

describe("bounds", () => {
  it("refuse with resource_exhausted beyond the queue, and recover", async () => {
    const subject = hashing({ ...cheap, memoryKib: 8192 }, 1, 3);
    const results = await Promise.all(Array.from({ length: 10 }, () => kindOf(subject.hash("pw"))));
    expect(results.filter((kind) => kind === "none")).toHaveLength(4);
    expect(results.filter((kind) => kind === "resource_exhausted CRYPT-7hQ4b")).toHaveLength(6);
    expect(subject.load()).toEqual({ active: 0, waiting: 0 });
    expect(await kindOf(subject.hash("pw"))).toBe("none");
  });

  it("never run more than allowed, keep the order, and free places after errors", async () => {
    const bounded = createBounded(2, 100);
    const order: number[] = [];
    let most = 0;
    const work = Array.from({ length: 12 }, (_, n) =>
      bounded.run(async () => {
        most = Math.max(most, bounded.load().active);
        await Promise.resolve();
        order.push(n);
        if (n % 3 === 0) throw new Error("fails");
      }),
    );
    const settled = await Promise.allSettled(work);
    expect(settled.filter((result) => result.status === "rejected")).toHaveLength(4);
    expect(most).toBe(2);
    expect(order).toEqual(Array.from({ length: 12 }, (_, n) => n));
    expect(bounded.load()).toEqual({ active: 0, waiting: 0 });
  });

  it("skip the upgrade, not the login, while hashing is overloaded", async () => {
    const subject = hashing({ ...cheap, memoryKib: 8192 }, 1, 1);
    const [login, , ...refused] = await Promise.all([
      subject.verify(WEAK, "password"),
      subject.hash("a").then(
        () => undefined,
        () => undefined,
      ),
      kindOf(subject.hash("b")),
    ]);
    expect(login?.ok).toBe(true);
    expect(refused).toEqual(["resource_exhausted CRYPT-7hQ4b"]);
  });
});

describe("slow hashes in JavaScript", () => {
  it("give the event loop back again and again, however many are checked at once", async () => {
    const drupal = "$S$ErandomsaOpYrAZqwxGynirQbWYCb3ejW4BwGH81LJcOzbzeVd02";
    expect(parseHash(drupal)?.check.kind).toBe("sliced");
    const subject = hashing(cheap, 3);
    const checks = Promise.all(Array.from({ length: 2 }, () => subject.verify(drupal, "wrong")));
    let isDone = false;
    void checks.finally(() => (isDone = true));
    // On a machine that is busy or slow there are more of them.
    let turns = 0;
    for (; !isDone; turns++) await setImmediate();
    expect(await checks).toEqual(Array(2).fill({ ok: false }));
    expect(turns).toBeGreaterThan(20);
  });

  it("are done one after another, and given up for others after two milliseconds", async () => {
    let now = 0;
    const inSlices = createSlices(() => now);
    const order: string[] = [];
    function* work(name: string): Generator<undefined, string> {
      for (let n = 0; n < 4; n++) {
        now += 1;
        order.push(name);
        yield;
      }
      return name;
    }
    const both = Promise.all([inSlices(work("a")), inSlices(work("b"))]);
    let isDone = false;
    void both.finally(() => (isDone = true));
    while (!isDone) {
      order.push("others");
      await setImmediate();
    }
    expect(await both).toEqual(["a", "b"]);
    expect(order.join(" ")).toMatch(
      /^others a a others (others )*a a others (others )*b b others (others )*b b/,
    );
  });
});

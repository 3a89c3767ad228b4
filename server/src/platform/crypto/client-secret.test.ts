import { describe, expect, it } from "vitest";
import { createClientSecrets } from "./client-secret.ts";
import type { PasswordHashing } from "./password/password-hashing.ts";
import { createPasswordHashing } from "./password/password-hashing.ts";
import { randomText } from "./random-text.ts";

const SECRET = randomText(64, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

/** The real hashing, with a count of the slow checks. */
function counted() {
  const real = createPasswordHashing({
    policy: { algorithm: "bcrypt", cost: 4 },
    concurrency: 2,
    maxWaiting: 100,
  });
  const count = { checks: 0 };
  const passwords: PasswordHashing = {
    ...real,
    verify: (encoded, plain) => {
      count.checks += 1;
      return real.verify(encoded, plain);
    },
  };
  let now = 1_000;
  const secrets = createClientSecrets(passwords, () => now);
  return { secrets, count, pass: (ms: number) => (now += ms), passwords };
}

describe("generated secrets", () => {
  it("get a salted SHA-256 that differs each time and needs no slow hash", async () => {
    const { secrets, count } = counted();
    const encoded = await secrets.hash(SECRET);
    expect(encoded).toMatch(/^\$sha256\$/);
    expect(await secrets.hash(SECRET)).not.toBe(encoded);
    expect(await secrets.verify(encoded, SECRET)).toEqual({ ok: true });
    expect(await secrets.verify(encoded, `${SECRET}x`)).toEqual({ ok: false });
    expect(await secrets.verify(encoded, "")).toEqual({ ok: false });
    expect(count.checks).toBe(0);
  });
});

describe("short secrets that people chose", () => {
  it("are never stored under a fast hash", async () => {
    const { secrets } = counted();
    const encoded = await secrets.hash("s3cret");
    expect(encoded).toMatch(/^\$2/);
    expect(await secrets.verify(encoded, "s3cret")).toEqual({ ok: true });
  });
});

describe("imported bcrypt secrets", () => {
  it("are upgraded to the fast hash when they are long", async () => {
    const { secrets, passwords } = counted();
    const { ok, upgrade } = await secrets.verify(await passwords.hash(SECRET), SECRET);
    expect(ok).toBe(true);
    expect(upgrade).toMatch(/^\$sha256\$/);
    expect(await secrets.verify(upgrade ?? "", SECRET)).toEqual({ ok: true });
  });

  it("are checked slowly once a minute, not on every request", async () => {
    const { secrets, count, pass, passwords } = counted();
    const encoded = await passwords.hash("s3cret");
    for (let n = 0; n < 5; n++) expect((await secrets.verify(encoded, "s3cret")).ok).toBe(true);
    expect(count.checks).toBe(1);
    pass(60_001);
    expect((await secrets.verify(encoded, "s3cret")).ok).toBe(true);
    expect(count.checks).toBe(2);
  });

  it("that are wrong are never remembered, nor accepted under another hash", async () => {
    const { secrets, count, passwords } = counted();
    const encoded = await passwords.hash("s3cret");
    const other = await passwords.hash("different");
    await secrets.verify(encoded, "s3cret");
    expect((await secrets.verify(encoded, "wrong")).ok).toBe(false);
    expect((await secrets.verify(encoded, "wrong")).ok).toBe(false);
    expect((await secrets.verify(other, "s3cret")).ok).toBe(false);
    expect(count.checks).toBe(4);
  });

  it("that are unreadable are refused", async () => {
    const { secrets } = counted();
    expect(await secrets.verify("", "")).toEqual({ ok: false });
    expect(await secrets.verify("$sha256$short$x", SECRET)).toEqual({ ok: false });
  });
});

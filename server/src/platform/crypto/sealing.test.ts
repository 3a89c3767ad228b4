import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import { checkCanaries } from "./canary.ts";
import { MasterKeyError, masterKey } from "./master-key.ts";
import { createSealing } from "./sealing.ts";

const first = masterKey(randomBytes(32));
const second = masterKey(randomBytes(32));
let now = Date.UTC(2026, 10, 21);
const sealing = createSealing([first], () => now);

function failureId(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.id;
    throw error;
  }
  return "no failure";
}

describe("sealed values", () => {
  it("open again, text and bytes, the empty one too", () => {
    for (const plain of [Buffer.from("ä secret"), Buffer.alloc(0), randomBytes(5000)])
      expect(sealing.open("otp", sealing.seal("otp", plain))).toEqual(plain);
    expect(sealing.open("idp", sealing.seal("idp", "text")).toString()).toBe("text");
  });

  it("are in the contract's form and differ each time", () => {
    const sealed = sealing.seal("smtp", "x");
    expect(sealed).toMatchObject({ CryptoType: 0, Algorithm: "aes-256-gcm", KeyID: first.id });
    expect(sealing.seal("smtp", "x").Crypted).not.toBe(sealed.Crypted);
  });

  it("of one purpose do not open for another", () => {
    expect(failureId(() => sealing.open("sms", sealing.seal("smtp", "x")))).toBe("CRYPT-9tGq1");
  });

  it("refuse every single changed byte", () => {
    const sealed = sealing.seal("otp", "secret");
    const bytes = Buffer.from(sealed.Crypted, "base64");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const forged = { ...sealed, Crypted: changed.toString("base64") };
      expect(failureId(() => sealing.open("otp", forged))).toBe("CRYPT-9tGq1");
    }
    expect(failureId(() => sealing.open("otp", { ...sealed, Crypted: "AAAA" }))).toBe("CRYPT-9tGq1");
  });
});

describe("tokens", () => {
  it("carry text and are base64url without padding", () => {
    const token = sealing.sealToken("access_token", "V2_1-at_2:3");
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(sealing.openToken("access_token", token)).toBe("V2_1-at_2:3");
  });

  it("that are not ours are undefined, whatever they are", () => {
    const token = sealing.sealToken("access_token", "x");
    const foreign = [
      "",
      "a",
      "not a token",
      "ey.J.x",
      "AQ",
      `${token}=`,
      `${token} `,
      `${token}A`,
      `${token}\n`,
    ];
    for (const text of foreign) expect(sealing.openToken("access_token", text)).toBeUndefined();
    expect(sealing.openToken("refresh_token", token)).toBeUndefined();
    expect(createSealing([second], () => now).openToken("access_token", token)).toBeUndefined();
  });

  it("refuse every single changed character", () => {
    const token = sealing.sealToken("session_token", "sess_1:2");
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === "A" ? "B" : "A";
      const forged = token.slice(0, at) + other + token.slice(at + 1);
      expect(sealing.openToken("session_token", forged)).toBeUndefined();
    }
  });

  it("cannot be made out of a stored sealed value", () => {
    const stored = Buffer.from(sealing.seal("access_token", "x").Crypted, "base64");
    const header = Buffer.concat([Buffer.of(1), Buffer.from(first.id, "hex")]);
    const forged = Buffer.concat([header, stored]).toString("base64url");
    expect(sealing.openToken("access_token", forged)).toBeUndefined();
  });
});

describe("sealed long ago", () => {
  it("opens on every later day, and each day has a key of its own", () => {
    const sealed = sealing.seal("idp", "kept");
    const token = sealing.sealToken("access_token", "kept");
    const otherDay = Buffer.from(sealed.Crypted, "base64");
    otherDay.writeUInt16BE(otherDay.readUInt16BE(0) + 1, 0);
    now += 5000 * 86_400_000;
    expect(sealing.open("idp", sealed).toString()).toBe("kept");
    expect(sealing.openToken("access_token", token)).toBe("kept");
    const moved = { ...sealed, Crypted: otherDay.toString("base64") };
    expect(failureId(() => sealing.open("idp", moved))).toBe("CRYPT-9tGq1");
  });
});

describe("rotation of the master key", () => {
  const rotated = createSealing([second, first], () => now);

  it("opens what the old key sealed and seals with the new one", () => {
    expect(rotated.open("otp", sealing.seal("otp", "old")).toString()).toBe("old");
    expect(rotated.openToken("csrf", sealing.sealToken("csrf", "old"))).toBe("old");
    expect(rotated.seal("otp", "new").KeyID).toBe(second.id);
  });

  it("refuses values of a key that is gone", () => {
    expect(failureId(() => createSealing([second], () => now).open("otp", sealing.seal("otp", "x")))).toBe(
      "CRYPT-2nMk8",
    );
  });
});

describe("the canary", () => {
  it("is made at the first start and satisfied at the next", () => {
    const canary = checkCanaries(sealing, []);
    expect(canary?.KeyID).toBe(first.id);
    expect(checkCanaries(sealing, canary ? [canary] : [])).toBeUndefined();
  });

  it("refuses a wrong master key and names the missing one", () => {
    const canary = sealing.seal("canary", "gatehouse");
    const wrong = createSealing([second], () => now);
    expect(() => checkCanaries(wrong, [canary])).toThrow(MasterKeyError);
    expect(() => checkCanaries(wrong, [canary])).toThrow(first.id);
  });

  it("asks for one more canary after a rotation, and then for both keys", () => {
    const old = sealing.seal("canary", "gatehouse");
    const added = checkCanaries(
      createSealing([second, first], () => now),
      [old],
    );
    expect(added?.KeyID).toBe(second.id);
    expect(() =>
      checkCanaries(
        createSealing([second], () => now),
        added ? [old, added] : [],
      ),
    ).toThrow(first.id);
  });
});

describe("digests", () => {
  it("are the same each time, and others for another purpose or key", () => {
    const digest = sealing.digest("user_code", "BCDFGHJK");
    expect(sealing.digest("user_code", "BCDFGHJK")).toBe(digest);
    const others = [
      sealing.digest("user_code", "BCDFGHJL"),
      sealing.digest("otp", "BCDFGHJK"),
      createSealing([second, first], () => now).digest("user_code", "BCDFGHJK"),
    ];
    expect(new Set([digest, ...others]).size).toBe(4);
  });
});

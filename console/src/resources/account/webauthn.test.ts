import { expect, test } from "vitest";
import { base64urlOf, bytesOf, creationOptions } from "./webauthn.ts";

test("bytes come back from JSON as they went", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const text = base64urlOf(bytes.buffer);
  expect(text).toMatch(/^[\w-]+$/);
  expect(bytesOf(text)).toEqual(bytes);
  expect(bytesOf("")).toEqual(new Uint8Array());
});

test("challenge, user and known credentials become bytes, all else stays", () => {
  const options = creationOptions({
    publicKey: {
      challenge: "AQI",
      rp: { id: "localhost", name: "Gatehouse" },
      user: { id: "AwQ", name: "ada", displayName: "Ada" },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      excludeCredentials: [{ type: "public-key", id: "BQ" }],
      timeout: 60000,
    },
  });
  expect(options).toEqual({
    challenge: new Uint8Array([1, 2]),
    rp: { id: "localhost", name: "Gatehouse" },
    user: { id: new Uint8Array([3, 4]), name: "ada", displayName: "Ada" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    excludeCredentials: [{ type: "public-key", id: new Uint8Array([5]) }],
    timeout: 60000,
  });
});

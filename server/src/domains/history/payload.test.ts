import { expect, test } from "vitest";
import type { StoredEvent } from "#src/platform/eventstore/index.ts";
import { createPayloads } from "./payload.ts";

const payloads = createPayloads([
  { aggregate: "user", types: ["user.checked"], personal: { fields: { "user.checked": ["remoteIP"] } } },
]);
/** Of an event what its payload rests on; the rest is not looked at. */
const shown = (payload: object) => payloads({ type: "user.checked", payload } as StoredEvent);

const sealed = { CryptoType: 0, Algorithm: "aes", KeyID: "k", Crypted: "c2VjcmV0" };

test.each([
  ["hashes of recovery codes", { codes: ["$h$1", "$h$2"] }],
  ["the hash of the one that was used", { codeChecked: "$h$1" }],
  ["a sealed code", { code: sealed }],
  ["a sealed secret of an authenticator", { otpSecret: sealed }],
  ["a password's hash", { encodedHash: "$h$1" }],
  ["where somebody came from", { remoteIP: "203.0.113.9" }],
])("history shows nobody %s", (_what, payload) => {
  expect(shown({ ...payload, id: "1" })).toEqual({ id: "1" });
});

test("nor what is sealed further inside, and settings stay", () => {
  const auth = { type: "xoauth2", clientId: "c", clientSecret: sealed };
  expect(shown({ auth, list: [sealed, 1], allowUsernamePassword: true })).toEqual({
    auth: { type: "xoauth2", clientId: "c" },
    list: [1],
    allowUsernamePassword: true,
  });
});

import { expect, test } from "vitest";
import { accountSearch, needsProof } from "./account-address.ts";

const now = new Date("2026-11-21T12:00:00Z");
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test("links of long ago reach their part of the account", () => {
  expect(accountSearch({ id: "security" }).id).toBe("security");
  expect(accountSearch({ id: "memberships" }).id).toBe("grants");
  expect(accountSearch({ id: "metadata" }).id).toBeUndefined();
});

test("an address names only what can be done, and to what", () => {
  expect(accountSearch({ do: "removePasskey", of: "42" })).toMatchObject({ do: "removePasskey", of: "42" });
  expect(accountSearch({ do: "anything", of: "42" })).toEqual({
    id: undefined,
    do: undefined,
    of: undefined,
  });
});

test("who takes over an open console cannot change how its owner logs in", () => {
  for (const deed of ["passkey", "removeTotp", "codes", "email", "removePhone", "delete"] as const) {
    expect(needsProof(deed, before(16), now), deed).toBe(true);
    expect(needsProof(deed, undefined, now), deed).toBe(true);
    expect(needsProof(deed, before(14), now), deed).toBe(false);
  }
});

test("what asks for the password itself, or hurts nobody, asks for no other proof", () => {
  for (const deed of ["password", "profile", "endSession", "verifyEmail"] as const) {
    expect(needsProof(deed, undefined, now), deed).toBe(false);
  }
});

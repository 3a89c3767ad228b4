/** What becomes of codes and verified addresses as addresses change. */
import { expect, test } from "vitest";
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { UserEvent } from "../events.ts";
import { User, type UserState } from "../state.ts";
import { resetTarget } from "./password-reset.ts";

const code: Sealed = { CryptoType: 0, Algorithm: "aes-256-gcm", KeyID: "k", Crypted: "x" };
const meta = {
  instanceId: "i",
  aggregateId: "u",
  entityId: "",
  owner: "o",
  creator: "c",
  createdAt: "2026-01-01T00:00:00Z",
};
const added: UserEvent = {
  type: "user.human.added",
  payload: { userName: "ada", email: "old@people.test", phone: "+41791234567" },
};
const fact = (type: "email.verified" | "phone.verified" | "phone.removed"): UserEvent => ({
  type: `user.human.${type}`,
  payload: null,
});
const moved: UserEvent = { type: "user.human.email.changed", payload: { email: "new@people.test" } };
const reset: UserEvent = {
  type: "user.human.password.code.added",
  payload: { code, expiry: 3_600_000_000_000, notificationType: 0 },
};

function after(...events: readonly UserEvent[]): UserState | undefined {
  let state: UserState | undefined;
  for (const event of [added, ...events]) state = User.evolve(state, event, meta);
  return state;
}
const target = (...events: readonly UserEvent[]) => resetTarget("email", { kind: "send" })(after(...events));
const hasCode = (...events: readonly UserEvent[]) => {
  const state = after(...events);
  return state?.kind === "human" && state.human.passwordCode !== undefined;
};

test("new passwords go to the address that was verified last, whatever waits for its proof", () => {
  expect(() => target()).toThrowError(expect.objectContaining({ id: "USER-Rs1nv" }));
  expect(target(fact("email.verified"))).toBe("old@people.test");
  expect(target(fact("email.verified"), moved)).toBe("old@people.test");
  expect(target(fact("email.verified"), moved, fact("email.verified"))).toBe("new@people.test");
});

test("a code for a new password outlives the proof of the first address, and not that of another", () => {
  expect(hasCode(reset, fact("email.verified"))).toBe(true);
  expect(hasCode(fact("email.verified"), reset, moved)).toBe(true);
  expect(hasCode(fact("email.verified"), reset, moved, fact("email.verified"))).toBe(false);
  expect(hasCode(fact("phone.verified"), reset, fact("phone.removed"))).toBe(false);
});

test("a change of the address voids what was sent to the one before", () => {
  const payload = { code, expiry: 3_600_000_000_000 };
  const state = after(
    { type: "user.human.email.code.added", payload },
    { type: "user.human.initialization.code.added", payload },
    { type: "user.human.invite.code.added", payload },
    moved,
  );
  expect(state).toMatchObject({ status: "initial", human: { email: "new@people.test" } });
  for (const gone of ["emailCode", "initCode", "inviteCode"])
    expect(state).not.toHaveProperty(`human.${gone}`);
});

import { expect, test } from "vitest";
import type { UserEvent } from "./events.ts";
import { User, type UserState } from "./state.ts";
import { epochOf, isCredentialLost, isLoginOver, lossesOf, maxLostCredentials } from "./trust.ts";

const meta = {
  instanceId: "i",
  aggregateId: "u",
  entityId: "",
  owner: "o",
  creator: "test",
  createdAt: "2026-01-01T00:00:00.000Z",
};
function after(...events: readonly UserEvent[]): UserState {
  const added: UserEvent = { type: "user.human.added", payload: { userName: "ada" } };
  const user = [added, ...events].reduce<UserState | undefined>(
    (state, event) => User.evolve(state, event, meta),
    undefined,
  );
  if (user === undefined) throw new Error("gone");
  return user;
}

const plain = (type: "user.locked" | "user.unlocked" | "user.human.phone.verified"): UserEvent => ({
  type,
  payload: null,
});
const changed = (sessionID?: string): UserEvent => ({
  type: "user.human.password.changed",
  payload: { encodedHash: "h", changeRequired: false, ...(sessionID ? { sessionID } : {}) },
});
const phone = (number: string): UserEvent => ({
  type: "user.human.phone.changed",
  payload: { phone: number },
});

test("a login is over once its user was locked, also when they are unlocked again; a later one is not", () => {
  const user = after(plain("user.locked"), plain("user.unlocked"));
  expect(isLoginOver(user, "s", 0)).toBe(true);
  expect(isLoginOver(user, "s", epochOf(user))).toBe(false);
});

test("the session that a password was changed in goes on, until another one or something else ends it", () => {
  expect(isLoginOver(after(changed("s")), "s", 0)).toBe(false);
  expect(isLoginOver(after(changed("s")), "t", 0)).toBe(true);
  expect(isLoginOver(after(changed("s"), changed("s")), "s", 0)).toBe(false);
  expect(isLoginOver(after(changed("s"), changed("t")), "s", 0)).toBe(true);
  expect(isLoginOver(after(changed("s"), changed()), "s", 0)).toBe(true);
  expect(isLoginOver(after(changed("s"), plain("user.locked")), "s", 0)).toBe(true);
});

test("a session that was over already is not brought back by a password that is changed in it", () => {
  expect(isLoginOver(after(changed(), changed("s")), "s", 0)).toBe(true);
  expect(isLoginOver(after(changed(), changed("s")), "s", 1)).toBe(false);
});

test("codes to a number are lost with another number, and not when the same one is proven again", () => {
  const verified = plain("user.human.phone.verified");
  expect(lossesOf(after(phone("1"), verified, verified), "otpSms")).toBe(0);
  expect(lossesOf(after(phone("1"), verified, phone("2")), "otpSms")).toBe(0);
  expect(lossesOf(after(phone("1"), verified, phone("2"), verified), "otpSms")).toBe(1);
});

test("more lost credentials than are remembered end every login instead", () => {
  const lost = (n: number): UserEvent => ({
    type: "user.credential.lost",
    payload: { credentialId: `c${n}` },
  });
  const many = Array.from({ length: maxLostCredentials }, (_, n) => lost(n));
  const full = after(...many);
  expect([isCredentialLost(full, "c0"), isLoginOver(full, "s", 0)]).toEqual([true, false]);
  const fuller = after(...many, lost(maxLostCredentials));
  expect([isCredentialLost(fuller, "c0"), isLoginOver(fuller, "s", 0)]).toEqual([false, true]);
});

import { expect, test } from "vitest";
import type { UserEvent } from "./events.ts";
import { User, type UserState } from "./state.ts";

const place = { instanceId: "i", aggregateId: "u", entityId: "", owner: "o" };
const folded = (...events: readonly UserEvent[]) =>
  events.reduce<UserState | undefined>(
    (user, event, n) =>
      User.evolve(user, event, {
        ...place,
        creator: "test",
        createdAt: `2026-01-01T00:00:0${n}.000Z`,
      }),
    undefined,
  );

const added: UserEvent = { type: "user.human.added", payload: { userName: "ada", encodedHash: "h" } };
const machine: UserEvent = { type: "user.machine.added", payload: { userName: "Robot" } };
const named: UserEvent = { type: "user.human.profile.changed", payload: { firstName: "Ada" } };

test.each<readonly [string, readonly UserEvent[], number]>([
  ["being added", [added], 0],
  ["a new name", [added, named], 1],
  ["a new address", [added, { type: "user.human.email.changed", payload: { email: "a@b.c" } }], 1],
  ["a proven number", [added, { type: "user.human.phone.verified", payload: null }], 1],
  ["a new login name", [added, { type: "user.username.changed", payload: { userName: "a" } }], 1],
  ["a service user's new name", [machine, { type: "user.machine.changed", payload: { name: "R" } }], 1],
])("the profile is as old as %s", (_what, events, second) => {
  expect(folded(...events)?.profileChangedAt).toBe(`2026-01-01T00:00:0${second}.000Z`);
});

test("logging in, well or badly, a password and being locked change no profile", () => {
  const after = folded(
    added,
    { type: "user.human.password.check.failed", payload: {} },
    { type: "user.human.password.check.succeeded", payload: {} },
    { type: "user.human.password.changed", payload: { encodedHash: "x", changeRequired: false } },
    { type: "user.locked", payload: null },
    { type: "user.unlocked", payload: null },
  );
  expect(after?.profileChangedAt).toBe("2026-01-01T00:00:00.000Z");
});

test("a service user's name is claimed as a client id where it is one as it stands", () => {
  const kinds = (user: UserState | undefined) =>
    user && User.unique?.(user, place).map(({ kind, value }) => `${kind} ${value}`);
  expect(kinds(folded(machine))).toEqual(["usernames robot", "client_id robot"]);
  expect(kinds(folded(added))).toEqual(["usernames ada"]);
  const scoped: UserEvent = {
    type: "user.machine.added",
    payload: { userName: "Robot", userLoginMustBeDomain: true },
  };
  expect(kinds(folded(scoped))).toHaveLength(1);
});

test("a name that a domain took away is to be changed until its owner chooses another one", () => {
  const claimed: UserEvent = { type: "user.domain.claimed", payload: { userName: "u@temporary.test" } };
  const scoped = { userName: "u@temporary.test", userLoginMustBeDomain: true };
  const isClaimed = (...events: readonly UserEvent[]) => folded(added, ...events)?.nameClaimed ?? false;
  expect(isClaimed()).toBe(false);
  expect(isClaimed(claimed)).toBe(true);
  expect(isClaimed(claimed, { type: "user.username.changed", payload: scoped })).toBe(true);
  expect(isClaimed(claimed, { type: "user.username.changed", payload: { userName: "ada" } })).toBe(false);
});

test("who made the account themselves is remembered", () => {
  const self = folded({ type: "user.human.selfregistered", payload: { userName: "ada" } }, named);
  const given = folded(added, named);
  const isSelf = (user: UserState | undefined) => user?.kind === "human" && user.human.selfRegistered;
  expect([isSelf(self), isSelf(given)]).toEqual([true, undefined]);
});

import { describe, expect, it } from "vitest";
import type { EventMeta } from "#src/platform/eventstore/index.ts";
import {
  addHuman,
  addMachine,
  changeEmail,
  changeMachine,
  changeProfile,
  changeUserName,
  deactivateUser,
  lockUser,
  reactivateUser,
  removeMachineSecret,
  setPasswordHash,
  unlockUser,
  userNameFrom,
} from "./decisions.ts";
import type { HumanAdded, UserEvent } from "./events.ts";
import { User, type UserState } from "./state.ts";

const meta: EventMeta = {
  instanceId: "i",
  aggregateId: "u",
  entityId: "",
  owner: "o",
  creator: "c",
  createdAt: "2026-01-01T00:00:00.000Z",
};
const after = (...events: readonly UserEvent[]): UserState | undefined =>
  events.reduce<UserState | undefined>((state, event) => User.evolve(state, event, meta), undefined);

const org = { name: "acme", active: true, primaryDomain: "acme.test" };
const human: HumanAdded = { userName: "ada", firstName: "Ada", lastName: "L", email: "ada@acme.test" };
const added: UserEvent = { type: "user.human.added", payload: human };
const machine: UserEvent = { type: "user.machine.added", payload: { userName: "bot", name: "Bot" } };
const code: Extract<UserEvent, { type: "user.human.initialization.code.added" }> = {
  type: "user.human.initialization.code.added",
  payload: { code: { CryptoType: 0, Algorithm: "aes-256-gcm", KeyID: "k", Crypted: "" }, expiry: 1e9 },
};

describe("a new person", () => {
  it("is recorded with what is verified from the start", () => {
    const events = addHuman(human, { email: true, phone: true })(org, undefined);
    expect(events.map(({ type }) => type)).toEqual(["user.human.added", "user.human.email.verified"]);
  });

  it("needs an organization, and an id that is free", () => {
    const decide = addHuman(human, { email: false, phone: false });
    expect(() => decide(undefined, undefined)).toThrow(expect.objectContaining({ id: "V2-Hm0rg" }));
    expect(() => decide(org, after(added))).toThrow(expect.objectContaining({ id: "COMMAND-k2unb" }));
  });

  it("has no name that looks like another; one from before is still read", () => {
    const unseen = expect.objectContaining({ id: "NAME-Uns33" });
    for (const name of ["ad\u202ea", "ad\u200ba", "ad\u200da", "a\nda"])
      expect(() => userNameFrom(name)).toThrow(unseen);
    const turned = { ...human, firstName: "Ad\u202ea" };
    expect(() => addHuman(turned, { email: false, phone: false })(org, undefined)).toThrow(unseen);
    expect(() => changeProfile({ displayName: "Ad\u2066a" })(after(added))).toThrow(unseen);
    expect(changeProfile({ displayName: "می\u200cخواهم" })(after(added))).toHaveLength(1);
    expect(() => addMachine({ userName: "bot", name: "B\u0007t" })(org, undefined)).toThrow(unseen);
    expect(() => changeMachine({ name: "B\u0007t" })(after(machine))).toThrow(unseen);
    expect(after({ ...added, payload: turned })).toMatchObject({ human: { firstName: "Ad\u202ea" } });
  });

  it("who must initialise first cannot have a password set, nor be deactivated", () => {
    const initial = after(added, code);
    expect(initial?.status).toBe("initial");
    expect(() => setPasswordHash("h", false)(initial)).toThrow(
      expect.objectContaining({ id: "COMMAND-M9dse" }),
    );
    expect(() => deactivateUser(initial)).toThrow(expect.objectContaining({ id: "COMMAND-gvx4gct9r8" }));
    expect(after(added, code, { type: "user.human.initialization.check.succeeded", payload: null })).toEqual(
      after(added),
    );
  });
});

describe("changes", () => {
  it("that change nothing record nothing", () => {
    expect(changeUserName("ada", false)(after(added))).toEqual([]);
    expect(changeProfile({ firstName: "Ada" })(after(added))).toEqual([]);
    expect(changeEmail("ada@acme.test", false)(after(added))).toEqual([]);
  });

  it("record only what differs", () => {
    expect(changeProfile({ firstName: "Ada", lastName: "B" })(after(added))).toEqual([
      { type: "user.human.profile.changed", payload: { lastName: "B" } },
    ]);
  });

  it("of an address make it unverified", () => {
    const verified = after(added, { type: "user.human.email.verified", payload: null });
    const events = changeEmail("new@acme.test", false)(verified);
    const state = events.reduce<UserState | undefined>((s, e) => User.evolve(s, e, meta), verified);
    expect(state).toMatchObject({ human: { email: "new@acme.test", emailVerified: false } });
  });

  it("of people are refused for service users, and the other way round", () => {
    expect(() => changeProfile({ firstName: "X" })(after(machine))).toThrow(
      expect.objectContaining({ key: "Errors.User.NotHuman" }),
    );
    expect(() => removeMachineSecret(after(added))).toThrow(
      expect.objectContaining({ key: "Errors.User.NotMachine" }),
    );
  });
});

describe("states", () => {
  const locked = after(added, { type: "user.locked", payload: null });
  const inactive = after(added, { type: "user.deactivated", payload: null });

  it("follow each other only where that makes sense", () => {
    expect(lockUser(after(added))).toEqual([{ type: "user.locked", payload: null }]);
    expect(() => lockUser(locked)).toThrow(expect.objectContaining({ id: "COMMAND-lgws8wtsqf" }));
    expect(() => unlockUser(after(added))).toThrow(expect.objectContaining({ id: "COMMAND-d7ihfd2kxh" }));
    expect(() => deactivateUser(inactive)).toThrow(expect.objectContaining({ id: "COMMAND-5gp2p62iin" }));
    expect(() => reactivateUser(locked)).toThrow(expect.objectContaining({ id: "COMMAND-s5qqcz97hf" }));
  });

  it("wrong entries of a code are counted, and a new code starts again", () => {
    const emailCode: UserEvent = { type: "user.human.email.code.added", payload: code.payload };
    const failed: UserEvent = { type: "user.human.email.verification.failed", payload: null };
    expect(after(added, emailCode, failed, failed)).toMatchObject({ human: { emailCode: { failures: 2 } } });
    expect(after(added, emailCode, failed, emailCode)).toMatchObject({
      human: { emailCode: { failures: 0 } },
    });
  });
});

import type { OrgState } from "#src/domains/org/index.ts";
import { requireTypeable, requireVisible } from "#src/kits/name/index.ts";
import { alreadyExists, invalid, precondition, required } from "#src/platform/failure/index.ts";
import type { HumanAdded, ProfileFields, TokenType, UserEvent } from "./events.ts";
import { requireLanguageTag } from "./language.ts";
import type { HumanUser, MachineUser, UserState } from "./state.ts";

const unknown = "Errors.User.NotFound";

/** The person behind a row. @throws not_found for nobody, failed_precondition for a service user */
export function requireHuman(user: UserState | undefined, id: string): HumanUser {
  const found = required(user, id, unknown);
  if (found.kind !== "human") throw precondition(id, "Errors.User.NotHuman");
  return found;
}

/** The service user behind a row. @throws not_found for nobody, failed_precondition for a person */
export function requireMachine(user: UserState | undefined, id: string): MachineUser {
  const found = required(user, id, unknown);
  if (found.kind !== "machine") throw precondition(id, "Errors.User.NotMachine");
  return found;
}

function requireVisibleProfile(profile: ProfileFields): void {
  for (const field of ["firstName", "lastName", "nickName", "displayName"] as const)
    requireVisible(profile[field], field);
}

/** A user can only be made in an organization that is there. */
function requireHome(org: OrgState | undefined): void {
  if (org === undefined) throw precondition("V2-Hm0rg", "Errors.Org.NotFound");
}

export const addHuman =
  (
    human: HumanAdded,
    verified: { readonly email: boolean; readonly phone: boolean },
    type: "user.human.added" | "user.human.selfregistered" = "user.human.added",
  ) =>
  (org: OrgState | undefined, user: UserState | undefined): readonly UserEvent[] => {
    requireHome(org);
    requireVisibleProfile(human);
    if (user) throw alreadyExists("COMMAND-k2unb", "Errors.User.AlreadyExisting");
    const events: UserEvent[] = [{ type, payload: human }];
    if (verified.email) events.push({ type: "user.human.email.verified", payload: null });
    if (verified.phone && human.phone) events.push({ type: "user.human.phone.verified", payload: null });
    return events;
  };

export const addMachine =
  (machine: Extract<UserEvent, { type: "user.machine.added" }>["payload"]) =>
  (org: OrgState | undefined, user: UserState | undefined): readonly UserEvent[] => {
    requireHome(org);
    requireVisible(machine.name, "name");
    if (user) throw alreadyExists("COMMAND-1M9fs", "Errors.User.AlreadyExisting");
    return [{ type: "user.machine.added", payload: machine }];
  };

/**
 * @param scopedUsernames whether the name is to be unique in its organization only; as it was when left out. Of a service
 *   user it is a client id, and never is
 */
export const changeUserName =
  (userName: string, userLoginMustBeDomain: boolean, scopedUsernames?: boolean) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    const before = required(user, "COMMAND-5N9ds", unknown);
    const wasUnique = before.uniqueInOrg ?? false;
    const uniqueInOrg = before.kind === "human" && (scopedUsernames ?? wasUnique);
    const isSame = before.userName === userName && before.scopedToOrg === userLoginMustBeDomain;
    if (isSame && wasUnique === uniqueInOrg) return [];
    const scope = { userLoginMustBeDomain, ...(uniqueInOrg ? { organizationScopedUsernames: true } : {}) };
    return [{ type: "user.username.changed", payload: { userName, ...scope } }];
  };

/** Only what differs is recorded; an unset field stays as it is. @throws invalid_argument for a language that is none */
export const changeProfile =
  (wanted: ProfileFields) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    const { human } = requireHuman(user, "COMMAND-8M0dk");
    requireLanguageTag(wanted.preferredLanguage);
    const entries = Object.entries(wanted) as [keyof ProfileFields, ProfileFields[keyof ProfileFields]][];
    const changed = entries.filter(([field, value]) => value !== undefined && value !== human[field]);
    const payload: ProfileFields = Object.fromEntries(changed);
    requireVisibleProfile(payload);
    return changed.length === 0 ? [] : [{ type: "user.human.profile.changed", payload }];
  };

export const changeEmail =
  (email: string, verified: boolean) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    const { human } = requireHuman(user, "EMAIL-ieJ2e");
    const changed: readonly UserEvent[] =
      human.email === email ? [] : [{ type: "user.human.email.changed", payload: { email } }];
    const alreadyVerified = changed.length === 0 && human.emailVerified;
    return verified && !alreadyVerified
      ? [...changed, { type: "user.human.email.verified", payload: null }]
      : changed;
  };

export const changePhone =
  (phone: string, verified: boolean) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    const { human } = requireHuman(user, "PHONE-3H4q2");
    const changed: readonly UserEvent[] =
      human.phone === phone ? [] : [{ type: "user.human.phone.changed", payload: { phone } }];
    const alreadyVerified = changed.length === 0 && human.phoneVerified;
    return verified && !alreadyVerified
      ? [...changed, { type: "user.human.phone.verified", payload: null }]
      : changed;
  };

export const removePhone = (user: UserState | undefined): readonly UserEvent[] => {
  const { human } = requireHuman(user, "PHONE-p6rsc");
  if (human.phone === "") throw precondition("PHONE-4M0ds", "Errors.User.Phone.NotFound");
  return [{ type: "user.human.phone.removed", payload: null }];
};

/**
 * Sets a hash that was computed outside; refused for users that cannot log in before they are initialised.
 * @param sessionId the session that the change is made in by the person themselves, which goes on
 */
export const setPasswordHash =
  (encodedHash: string, changeRequired: boolean, sessionId?: string) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    const human = requireHuman(user, "COMMAND-G8dh3");
    if (human.status === "initial") throw precondition("COMMAND-M9dse", "Errors.User.NotInitialised");
    const kept = sessionId ? { sessionID: sessionId } : {};
    return [{ type: "user.human.password.changed", payload: { encodedHash, changeRequired, ...kept } }];
  };

/** Goes with the removal of what has a row of its own: an authenticator, a key. */
export const loseCredential =
  (credentialId: string) =>
  (user: UserState | undefined): readonly UserEvent[] =>
    user ? [{ type: "user.credential.lost", payload: { credentialId } }] : [];

export const lockUser = (user: UserState | undefined): readonly UserEvent[] => {
  const { status } = required(user, "COMMAND-450yxuqrh1", unknown);
  if (status !== "active" && status !== "initial")
    throw precondition("COMMAND-lgws8wtsqf", "Errors.User.ShouldBeActiveOrInitial");
  return [{ type: "user.locked", payload: null }];
};

export const unlockUser = (user: UserState | undefined): readonly UserEvent[] => {
  if (required(user, "COMMAND-1cdfsw7lis", unknown).status !== "locked")
    throw precondition("COMMAND-d7ihfd2kxh", "Errors.User.NotLocked");
  return [{ type: "user.unlocked", payload: null }];
};

export const deactivateUser = (user: UserState | undefined): readonly UserEvent[] => {
  const { status } = required(user, "COMMAND-h7ki3y2vld", unknown);
  if (status === "initial") throw precondition("COMMAND-gvx4gct9r8", "Errors.User.CantDeactivateInitial");
  if (status === "inactive") throw precondition("COMMAND-5gp2p62iin", "Errors.User.AlreadyInactive");
  return [{ type: "user.deactivated", payload: null }];
};

export const reactivateUser = (user: UserState | undefined): readonly UserEvent[] => {
  if (required(user, "COMMAND-2hh6mfjdju", unknown).status !== "inactive")
    throw precondition("COMMAND-s5qqcz97hf", "Errors.User.NotInactive");
  return [{ type: "user.reactivated", payload: null }];
};

export const removeUser = (user: UserState | undefined): readonly UserEvent[] => {
  required(user, "COMMAND-bd4ir1mblj", unknown);
  return [{ type: "user.removed", payload: null }];
};

export const skipMfaInit = (user: UserState | undefined): readonly UserEvent[] => {
  requireHuman(user, "COMMAND-xpqp1");
  return [{ type: "user.human.mfa.init.skipped", payload: null }];
};

export const changeMachine =
  (wanted: {
    readonly name?: string | undefined;
    readonly description?: string | undefined;
    readonly accessTokenType?: TokenType | undefined;
  }) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    const { machine } = requireMachine(user, "COMMAND-5M0od");
    if (wanted.name !== machine.name) requireVisible(wanted.name, "name");
    const changes = {
      ...(wanted.name !== undefined && wanted.name !== machine.name ? { name: wanted.name } : {}),
      ...(wanted.description !== undefined && wanted.description !== machine.description
        ? { description: wanted.description }
        : {}),
      ...(wanted.accessTokenType !== undefined && wanted.accessTokenType !== machine.accessTokenType
        ? { accessTokenType: wanted.accessTokenType }
        : {}),
    };
    return Object.keys(changes).length === 0 ? [] : [{ type: "user.machine.changed", payload: changes }];
  };

export const setMachineSecret =
  (hashedSecret: string) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    requireMachine(user, "COMMAND-x8910n");
    return [{ type: "user.machine.secret.set", payload: { hashedSecret } }];
  };

export const removeMachineSecret = (user: UserState | undefined): readonly UserEvent[] => {
  const { machine } = requireMachine(user, "COMMAND-x0992n");
  if (!machine.secretHash) throw precondition("COMMAND-coi82n", "Errors.User.Machine.Secret.NotExisting");
  return [{ type: "user.machine.secret.removed", payload: null }];
};

/** @throws invalid_argument when nothing is left of the name, or it has characters that nobody sees */
export function userNameFrom(input: string): string {
  const name = input.trim();
  if (name === "") throw invalid("V2-zzad3", "Errors.Invalid.Argument", { field: "username" });
  requireTypeable(name, "username");
  return name;
}

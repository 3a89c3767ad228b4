import { type Ref, ref } from "#src/platform/eventstore/index.ts";
import { changeUserName } from "./decisions.ts";
import type { UserEvent } from "./events.ts";
import { User, type UserState } from "./state.ts";

/** The name stays, and is taken where it is to be unique. A service user's is a client id, so it has one scope. */
export const setUniqueness =
  (uniqueInOrg: boolean) =>
  (user: UserState | undefined): readonly UserEvent[] =>
    user?.kind === "human" ? changeUserName(user.userName, user.scopedToOrg, uniqueInOrg)(user) : [];

export const userRef = (userId: string): Ref<UserState, UserEvent> => ref(User, userId);

/**
 * The user's name in the other scope. The preferred login name stays what it is wherever that is possible: the primary
 * domain goes from the scope into the name or, if the name ends in it, from the name into the scope.
 */
export function nameInScope(userName: string, scopedToOrg: boolean, primaryDomain: string): string {
  if (primaryDomain === "") return userName;
  const suffix = `@${primaryDomain}`;
  if (!scopedToOrg) return userName + suffix;
  const ends = userName.length > suffix.length && userName.toLowerCase().endsWith(suffix.toLowerCase());
  return ends ? userName.slice(0, -suffix.length) : userName;
}

/** Brings a name into its scope; nothing happens to users who are gone or in it already. */
export const rescopeName =
  (scopedToOrg: boolean, nameOf: (userName: string) => string) =>
  (user: UserState | undefined): readonly UserEvent[] =>
    user === undefined || user.scopedToOrg === scopedToOrg
      ? []
      : changeUserName(nameOf(user.userName), scopedToOrg)(user);

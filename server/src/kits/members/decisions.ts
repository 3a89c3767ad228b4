import { alreadyExists, invalid, precondition, required } from "#src/platform/failure/index.ts";
import { type MemberEvent, type MemberOwner, type MemberState, prefixOf, whoOf } from "./member.ts";
import { checkedRoles } from "./roles.ts";

type Decision = (member: MemberState | undefined) => readonly MemberEvent[];

/** @throws invalid_argument for a role not made for this owner, or no user; already_exists for a member there is */
export const addMember =
  (owner: MemberOwner, userId: string, roles: readonly string[]): Decision =>
  (member) => {
    const given = checkedRoles(owner.kind, roles);
    if (userId === "") throw invalid("MEMBER-Us3r0", "Errors.User.UserIDMissing", { field: "user_id" });
    if (member) throw alreadyExists("MEMBER-Ex1st", "Errors.Member.AlreadyExists");
    return [{ type: `${prefixOf(owner)}.member.added`, payload: { roles: given, ...whoOf(owner, userId) } }];
  };

/**
 * Replaces the roles; nothing happens when they are the same.
 * @param options.refuseUnchanged the first generation refuses a change that changes nothing
 */
export const changeMember =
  (
    owner: MemberOwner,
    userId: string,
    roles: readonly string[],
    options: { readonly refuseUnchanged?: boolean } = {},
  ): Decision =>
  (member) => {
    const given = checkedRoles(owner.kind, roles, true);
    const before = required(member, "MEMBER-Ch0nf", "Errors.Member.NotFound").roles;
    if (sameRoles(before, given)) {
      if (options.refuseUnchanged) throw precondition("MEMBER-Ch0nc", "Errors.Member.RolesNotChanged");
      return [];
    }
    return [
      { type: `${prefixOf(owner)}.member.changed`, payload: { roles: given, ...whoOf(owner, userId) } },
    ];
  };

/** @throws not_found for who is no member */
export const removeMember =
  (owner: MemberOwner, userId: string): Decision =>
  (member) => {
    required(member, "MEMBER-Rm0nf", "Errors.Member.NotFound");
    return [{ type: `${prefixOf(owner)}.member.removed`, payload: whoOf(owner, userId) }];
  };

/** Follows the removal of the user; who is no member any more is left alone. */
export const cascadeRemoveMember =
  (owner: MemberOwner, userId: string): Decision =>
  (member) =>
    member ? [{ type: `${prefixOf(owner)}.member.cascade.removed`, payload: whoOf(owner, userId) }] : [];

const sameRoles = (before: readonly string[], after: readonly string[]): boolean =>
  before.length === after.length && after.every((role) => before.includes(role));

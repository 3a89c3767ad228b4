export { addMember, cascadeRemoveMember, changeMember, removeMember } from "./decisions.ts";
export { listMembers, type MemberSearch } from "./list.ts";
export { type MemberUsers, memberFilterV1, memberSortV1 } from "./list.v1.ts";
export {
  type MemberEvent,
  type MemberKind,
  type MemberOwner,
  type MemberState,
  memberEntities,
  memberEntity,
  memberRef,
} from "./member.ts";
export {
  type GrantView,
  memberOwnersOf,
  membershipsOf,
  type PlacedMembership,
  placedMembershipsOf,
} from "./memberships.ts";
export { memberRoles } from "./roles.ts";
export { type Member, type MemberSort, searchAllMembers } from "./search-all.ts";

/** What manager roles allow, decided from the facts alone: it shares no code with the product's own decision. */
import { readFileSync } from "node:fs";

// The matrix of the reference, which the product reads as well; what follows from it is decided here again.
const table = JSON.parse(
  readFileSync(new URL("../../src/platform/authz/role-permissions.json", import.meta.url), "utf8"),
) as Readonly<Record<string, readonly string[]>>;

export type Level = "iam" | "org" | "project" | "project_grant";

const levels: readonly (readonly [Level, RegExp])[] = [
  ["iam", /^IAM_/],
  ["org", /^(ORG_|SELF_MANAGEMENT_GLOBAL$)/],
  ["project_grant", /^PROJECT_GRANT_/],
  ["project", /^PROJECT_/],
];

/** Every role that someone can be given in an instance, with the level it is given at. */
export const managerRoles: readonly { readonly role: string; readonly level: Level }[] = Object.keys(
  table,
).flatMap((role) => {
  const level = levels.find(([, pattern]) => pattern.test(role))?.[0];
  return level === undefined ? [] : [{ role, level }];
});

/**
 * The code that a permission method answers a member of one thing with, before it looks at anything else; 0 when
 * it lets them in.
 * @param named whether the request names the thing that the membership is about, where the method checks that:
 *   undefined where the method does not
 */
export function expected(role: string, level: Level, permission: string, named: boolean | undefined): 0 | 7 {
  const has = (name: string): boolean => table[role]?.includes(name) === true;
  if (level === "iam" || level === "org") {
    if (has(permission)) return 0;
    // Narrowed to "self", which is no resource that a request could name.
    return has(`${permission}:self`) && named === undefined ? 0 : 7;
  }
  if (!has(permission) && !has(`${permission}:self`)) return 7;
  return named === undefined || (named && has(permission)) ? 0 : 7;
}

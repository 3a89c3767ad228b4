import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentManagerRoles, managerRoles, roleLanguages } from "./manager-roles.ts";
import { roleDescriptions } from "./role-descriptions.ts";
import matrix from "./role-permissions.json" with { type: "json" };
import { isRoleOf } from "./roles.ts";

test("every role of the matrix has a description of its own in every language, and no other role has one", () => {
  expect(Object.keys(roleDescriptions).sort()).toEqual(Object.keys(matrix).sort());
  for (const language of roleLanguages) {
    const texts = managerRoles(language).map(({ description }) => description);
    expect(texts.every((text) => /^\p{Lu}.{20,}\.$/u.test(text))).toBe(true);
    expect(new Set(texts).size).toBe(Object.keys(matrix).length);
  }
});

test("a role is described where it can be held, with the permissions that it gives", () => {
  for (const [role, { kind }] of Object.entries(roleDescriptions))
    expect(isRoleOf(kind, role), role).toBe(true);
  for (const { role, permissions } of managerRoles("en"))
    expect(permissions).toEqual(matrix[role as keyof typeof matrix]);
});

test("the document says what the API says", () => {
  const document = documentManagerRoles();
  for (const { role, description } of managerRoles("en"))
    expect(document).toContain(`| \`${role}\` | ${description} |`);
  expect(readFileSync(new URL("../../../../docs/manager-roles.md", import.meta.url), "utf8")).toBe(document);
});

import { expect, test } from "vitest";
import { AdminService } from "../server/contract/generated/zitadel/admin_pb.ts";
import { GroupService } from "../server/contract/generated/zitadel/group/v2/group_service_pb.ts";
import { OrganizationService } from "../server/contract/generated/zitadel/org/v2/org_service_pb.ts";
import { part } from "../server/src/platform/rpc/handlers.ts";
import { compatibilityDocument } from "./compatibility-document.ts";

const organizations = part(OrganizationService, { listOrganizations: async () => ({}) });
const groups = part(GroupService, { createGroup: async () => ({}), getGroup: async () => ({}) });

test("every RPC has a row, every service its counts", () => {
  const lines = compatibilityDocument([organizations, groups]).split("\n");
  const rows = lines.filter((line) => /^\|([^|]*\|){4} (implemented|UNIMPLEMENTED) \|$/.test(line));
  expect(rows).toHaveLength(971);
  expect(lines.filter((line) => /^## (zitadel|gatehouse)\./.test(line))).toHaveLength(39);
  expect(lines).toContain("| [zitadel.group.v2.GroupService](#zitadelgroupv2groupservice) | 8 | 2 |");
  expect(lines).toContain(
    `| [zitadel.admin.v1.AdminService](#zitadeladminv1adminservice) | ${AdminService.methods.length} | 0 |`,
  );
  expect(lines.some((line) => line.startsWith("3 of 971 RPCs in 39 services"))).toBe(true);
});

test("a row says how the RPC is reached, who may call it, since when, and whether it answers", () => {
  const lines = compatibilityDocument([organizations]).split("\n");
  expect(lines).toContain(
    "| ListOrganizations | `POST /v2/organizations/_search` | authenticated |  | implemented |",
  );
  expect(lines).toContain("| CreateGroup |  | authenticated | main-2026-07-10 | UNIMPLEMENTED |");
  expect(lines).toContain(
    "| GetProjectByID | `GET /management/v1/projects/{id}` | `project.read` |  | UNIMPLEMENTED |",
  );
});

test("the order of the parts makes no difference, a method given twice is refused", () => {
  expect(compatibilityDocument([organizations, groups])).toBe(compatibilityDocument([groups, organizations]));
  expect(() => compatibilityDocument([groups, groups])).toThrow(/is given twice/);
});

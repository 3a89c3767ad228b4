import { expect, test } from "vitest";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { collectParts } from "./collect-parts.ts";
import { part, type ServicePart } from "./handlers.ts";

const list = async () => ({});

test("handlers of several slices are found under the method's full name", () => {
  const handlers = collectParts([
    part(OrganizationService, { listOrganizations: list }),
    part(OrganizationService, { addOrganization: list }),
  ]);
  expect([...handlers.keys()]).toEqual([
    "zitadel.org.v2.OrganizationService/ListOrganizations",
    "zitadel.org.v2.OrganizationService/AddOrganization",
  ]);
  expect(handlers.get("zitadel.org.v2.OrganizationService/ListOrganizations")).toBe(list);
});

test("a method given twice is refused", () => {
  const once = part(OrganizationService, { listOrganizations: list });
  expect(() => collectParts([once, once])).toThrow(
    "zitadel.org.v2.OrganizationService/ListOrganizations is given twice",
  );
});

test("a handler for a method that the service does not have is refused", () => {
  const stray: ServicePart = { service: OrganizationService, handlers: { listPlanets: list } };
  expect(() => collectParts([stray])).toThrow("zitadel.org.v2.OrganizationService has no method listPlanets");
});

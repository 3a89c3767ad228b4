import { create, type DescMessage, fromJson, type JsonValue } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { services } from "#contract/services.ts";
import { ImportDataRequestSchema, UpdateLabelPolicyRequestSchema } from "#contract/zitadel/admin_pb.ts";
import { AddUsersToGroupRequestSchema } from "#contract/zitadel/group/v2/group_service_pb.ts";
import {
  AddOIDCAppRequestSchema,
  AddProjectRoleRequestSchema,
  BulkAddProjectRolesRequestSchema,
  CreateActionRequestSchema,
} from "#contract/zitadel/management_pb.ts";
import { SetHostedLoginTranslationRequestSchema } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import {
  AddHumanUserRequestSchema,
  GenerateRecoveryCodesRequestSchema,
  ListUsersRequestSchema,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import { goName } from "./names.ts";
import { createValidator } from "./validate.ts";

const validate = createValidator();
const check = (schema: DescMessage, json: JsonValue) => validate(schema, fromJson(schema, json))?.text;

const human = {
  profile: { givenName: "Ada", familyName: "Lovelace" },
  email: { email: "ada@example.com" },
} as const;

test("every message that a method takes has rules that are all interpreted", () => {
  let seen = 0;
  for (const method of services.flatMap((service) => service.methods)) {
    validate(method.input, create(method.input));
    seen++;
  }
  expect(seen).toBeGreaterThan(900);
});

test("every message reachable from a request compiles", () => {
  const seen = new Set<DescMessage>();
  const walk = (desc: DescMessage): void => {
    if (seen.has(desc) || desc.file.proto.package === "google.protobuf") return;
    seen.add(desc);
    validate(desc, create(desc));
    for (const field of desc.fields) if (field.message !== undefined) walk(field.message);
  };
  for (const service of services) for (const method of service.methods) walk(method.input);
  expect(seen.size).toBeGreaterThan(1000);
});

test("a valid request passes", () => {
  expect(check(AddHumanUserRequestSchema, human)).toBeUndefined();
});

test.each<[string, DescMessage, JsonValue, string]>([
  [
    "a required message",
    AddHumanUserRequestSchema,
    { email: human.email },
    "invalid AddHumanUserRequest.Profile: value is required",
  ],
  [
    "a message inside, with the path to it",
    AddHumanUserRequestSchema,
    { ...human, profile: { givenName: "", familyName: "x" } },
    "invalid AddHumanUserRequest.Profile: embedded message failed validation | caused by: invalid SetHumanProfile.GivenName: value length must be between 1 and 200 runes, inclusive",
  ],
  [
    "an address",
    AddHumanUserRequestSchema,
    { ...human, email: { email: "no address" } },
    "value must be a valid email address",
  ],
  [
    "an optional field that is set",
    AddHumanUserRequestSchema,
    { ...human, username: "" },
    "AddHumanUserRequest.Username",
  ],
  [
    "a list that is too short",
    AddUsersToGroupRequestSchema,
    { id: "1", userIds: [] },
    "AddUsersToGroupRequest.UserIds: value must contain",
  ],
  [
    "a number",
    GenerateRecoveryCodesRequestSchema,
    { userId: "1", count: 51 },
    "Count: value must be less than or equal to 50",
  ],
  [
    "an item of a list",
    AddUsersToGroupRequestSchema,
    { id: "1", userIds: ["a", ""] },
    "invalid AddUsersToGroupRequest.UserIds[1]: value length",
  ],
  [
    "code points, not UTF-16 units",
    AddProjectRoleRequestSchema,
    { projectId: "1", roleKey: "😀".repeat(201), displayName: "a" },
    "AddProjectRoleRequest.RoleKey",
  ],
])("%s is checked", (_, schema, json, message) => {
  expect(check(schema, json)).toContain(message);
});

test.each<[string, DescMessage, JsonValue]>([
  ["VALIDATE-Required", AddHumanUserRequestSchema, { email: human.email }],
  ["VALIDATE-TooShort", AddHumanUserRequestSchema, { ...human, username: "" }],
  ["VALIDATE-TooLong", AddHumanUserRequestSchema, { ...human, username: "a".repeat(201) }],
  ["VALIDATE-Email", AddHumanUserRequestSchema, { ...human, email: { email: "no address" } }],
  ["VALIDATE-TooFew", AddUsersToGroupRequestSchema, { id: "1", userIds: [] }],
  ["VALIDATE-TooShort", AddUsersToGroupRequestSchema, { id: "1", userIds: ["a", ""] }],
  ["VALIDATE-TooMany", ListUsersRequestSchema, { queries: Array.from({ length: 1_001 }, () => ({})) }],
  ["VALIDATE-Range", GenerateRecoveryCodesRequestSchema, { userId: "1", count: 51 }],
  ["VALIDATE-Enum", UpdateLabelPolicyRequestSchema, { themeMode: 99 }],
])("a refusal says by its id which rule refused: %s", (id, schema, json) => {
  expect(validate(schema, fromJson(schema, json))?.id).toBe(id);
});

test("a name of 200 characters outside the basic plane is short enough", () => {
  const json = { projectId: "1", roleKey: "😀".repeat(200), displayName: "a" };
  expect(check(AddProjectRoleRequestSchema, json)).toBeUndefined();
});

test("items of lists and messages in oneofs are checked", () => {
  const roles = [
    { key: "a", displayName: "a" },
    { key: "", displayName: "b" },
  ];
  expect(check(BulkAddProjectRolesRequestSchema, { projectId: "1", roles })).toContain(
    "invalid BulkAddProjectRolesRequest.Roles[1]: embedded message failed validation",
  );
  const queries = [{ userNameQuery: { userName: "a".repeat(201) } }];
  expect(check(ListUsersRequestSchema, { queries })).toMatch(
    /Queries\[0\].*UserNameQuery.*UserName: value length/,
  );
});

test("messages that contain themselves are checked to the bottom", () => {
  let query: JsonValue = { userNameQuery: { userName: "a", method: 99 } };
  for (let depth = 0; depth < 20; depth++) query = { andQuery: { queries: [query] } };
  expect(check(ListUsersRequestSchema, { queries: [query] })).toContain("defined enum values");
});

test("numbers that an enum does not know are refused where no rule says so, in lists as well", () => {
  expect(check(UpdateLabelPolicyRequestSchema, { themeMode: 99 })).toBe(
    "invalid UpdateLabelPolicyRequest.ThemeMode: value must be one of the defined enum values",
  );
  expect(check(UpdateLabelPolicyRequestSchema, { themeMode: 2 })).toBeUndefined();
  const app = { projectId: "1", name: "a" };
  expect(check(AddOIDCAppRequestSchema, { ...app, responseTypes: [0, 99] })).toBe(
    "invalid AddOIDCAppRequest.ResponseTypes[1]: value must be one of the defined enum values",
  );
  expect(check(AddOIDCAppRequestSchema, { ...app, responseTypes: [0, 1] })).toBeUndefined();
});

test("durations are compared whole", () => {
  const action = { name: "a", script: "b", timeout: "21s" };
  expect(check(CreateActionRequestSchema, action)).toBe(
    "invalid CreateActionRequest.Timeout: value must be less than or equal to 20s",
  );
  expect(check(CreateActionRequestSchema, { ...action, timeout: "20s" })).toBeUndefined();
});

test.each([
  ["user_id", "UserId"],
  ["oidc_config", "OidcConfig"],
  ["is_2fa", "Is_2fa"],
])("the field %s is called %s", (proto, go) => {
  expect(goName(proto)).toBe(go);
});

test("a list of messages that the contract leaves open has a limit, JSON within a request and imports have none", () => {
  const queries = (length: number): JsonValue => ({
    queries: Array.from({ length }, () => ({ userNameQuery: { userName: "ada" } })),
  });
  expect(check(ListUsersRequestSchema, queries(1_000))).toBeUndefined();
  expect(check(ListUsersRequestSchema, queries(1_001))).toBe(
    "invalid ListUsersRequest.Queries: value must contain no more than 1000 item(s)",
  );
  const translations = { texts: Array.from({ length: 2_000 }, () => "text") };
  const asked = { instance: true, locale: "en", translations };
  expect(check(SetHostedLoginTranslationRequestSchema, asked)).toBeUndefined();
  const humanUsers = Array.from({ length: 2_000 }, (_, n) => ({ userId: `${n}` }));
  const orgs = { orgs: [{ orgId: "1", humanUsers }] };
  expect(check(ImportDataRequestSchema, { dataOrgs: orgs }) ?? "").not.toContain("1000");
});

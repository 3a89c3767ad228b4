import { fromJson, toJson } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import {
  LoginSettingsSchema,
  SecondFactorTypeSchema,
} from "#contract/zitadel/settings/v2/login_settings_pb.ts";
import { type FieldAddition, type MethodAddition, readAdditions } from "../additions.ts";
import {
  authOf,
  behaviorOf,
  generatedContract,
  httpOf,
  mustFind,
  normalRules,
  oneofsOf,
  rulesOf,
  successCodeOf,
  typeOf,
} from "./facts.ts";

const contract = await generatedContract();
const additions = readAdditions();

test("the additions are seen whole", () => {
  const messages = Object.values(additions.messages);
  expect(Object.keys(additions.files)).toHaveLength(28);
  expect(messages.filter(({ file }) => file !== undefined)).toHaveLength(340);
  expect(messages.flatMap(({ fields }) => fields ?? [])).toHaveLength(819 + 64 + 38);
  expect(Object.values(additions.enums).filter(({ file }) => file !== undefined)).toHaveLength(47);
  expect(Object.values(additions.services).flatMap(({ methods }) => methods ?? [])).toHaveLength(104);
  expect(Object.values(additions.services).flatMap(({ changes }) => changes ?? [])).toHaveLength(28);
});

test("every added message is where it belongs, with its fields and oneofs", () => {
  for (const [name, { file, fields, oneofs, reserved }] of Object.entries(additions.messages)) {
    const message = mustFind(contract.messages, name);
    if (file !== undefined) expect(`${message.file.name}.proto`, name).toBe(file);
    for (const wanted of fields ?? [])
      expect(fieldOf(name, wanted.name), name).toEqual(expectedField(wanted));
    for (const [oneof, { required }] of Object.entries(oneofs ?? {})) {
      expect(oneofsOf(message)[oneof], `${name}.${oneof}`).toBe(required === true);
    }
    expect(message.proto.reservedName, name).toEqual(expect.arrayContaining([...(reserved ?? [])]));
  }
});

test("every change to a field of the package is made", () => {
  for (const [name, { changes }] of Object.entries(additions.messages)) {
    for (const { field, rules, behavior, deprecated } of changes ?? []) {
      const now = fieldOf(name, field);
      if (rules !== undefined) expect(now.rules, `${name}.${field}`).toEqual(normalRules(rules ?? {}));
      if (behavior !== undefined) expect(now.behavior, `${name}.${field}`).toEqual(behavior);
      if (deprecated !== undefined) expect(now.deprecated, `${name}.${field}`).toBe(deprecated);
    }
  }
});

test("every added enum value is there, and new enums have theirs in the declared order", () => {
  for (const [name, { file, values, order }] of Object.entries(additions.enums)) {
    const now = mustFind(contract.enums, name).values.map((value) => ({
      name: value.name,
      number: value.number,
    }));
    const wanted = values.map((value) => ({ name: value.name, number: value.number }));
    if (file !== undefined) expect(now, name).toEqual(wanted);
    else expect(now, name).toEqual(expect.arrayContaining(wanted));
    if (order !== undefined)
      expect(
        now.map((value) => value.name),
        name,
      ).toEqual(order);
  }
});

test("every added method is there, with its messages, route, permission and success code", () => {
  for (const [service, { methods }] of Object.entries(additions.services)) {
    for (const wanted of methods ?? []) {
      expect(methodOf(service, wanted.name), `${service}/${wanted.name}`).toMatchObject(
        expectedMethod(mustFind(contract.services, service).file.proto.package, wanted),
      );
    }
  }
});

test("every change to a method of the package is made", () => {
  for (const [service, { changes }] of Object.entries(additions.services)) {
    for (const { method, http, permission, deprecated } of changes ?? []) {
      const now = methodOf(service, method);
      if (http !== undefined) expect(now.http, method).toEqual(http);
      if (permission !== undefined) expect(now.auth, method).toEqual({ permission });
      if (deprecated !== undefined) expect(now.deprecated, method).toBe(deprecated);
    }
  }
});

test("LoginSettings.allow_local_authentication is number 20, and JSON carries it", () => {
  const settings = fromJson(LoginSettingsSchema, { allowLocalAuthentication: true });
  expect(LoginSettingsSchema.field.allowLocalAuthentication.number).toBe(20);
  expect(settings.allowLocalAuthentication).toBe(true);
  expect(toJson(LoginSettingsSchema, settings)).toEqual({ allowLocalAuthentication: true });
});

test("the one enum with two names for a number is written with the older name and read with both", () => {
  const settings = fromJson(LoginSettingsSchema, { secondFactors: ["SECOND_FACTOR_TYPE_TOTP"] });
  expect(SecondFactorTypeSchema.proto.options?.allowAlias).toBe(true);
  expect(toJson(LoginSettingsSchema, settings)).toEqual({ secondFactors: ["SECOND_FACTOR_TYPE_OTP"] });
});

function fieldOf(message: string, name: string) {
  const field = mustFind(contract.messages, message).fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`${message}.${name} is missing`);
  return {
    number: field.number,
    type: typeOf(field),
    repeated: field.fieldKind === "list",
    optional: field.proto.proto3Optional,
    oneof: field.oneof?.name,
    rules: rulesOf(field),
    behavior: behaviorOf(field),
    deprecated: field.deprecated,
  };
}

function expectedField({ number, type, label, oneof, rules, behavior, deprecated }: FieldAddition) {
  return {
    number,
    type,
    repeated: label === "repeated",
    optional: label === "optional",
    oneof,
    rules: normalRules(rules ?? {}),
    behavior: behavior ?? [],
    deprecated: deprecated ?? false,
  };
}

function methodOf(service: string, name: string) {
  const method = mustFind(contract.services, service).methods.find((candidate) => candidate.name === name);
  if (method === undefined) throw new Error(`${service}/${name} is missing`);
  return {
    request: method.input.typeName,
    response: method.output.typeName,
    http: httpOf(method),
    auth: authOf(method),
    successCode: successCodeOf(method),
    deprecated: method.deprecated,
  };
}

function expectedMethod(
  packageName: string,
  { name, request, response, http, permission, successCode }: MethodAddition,
) {
  return {
    request: request ?? `${packageName}.${name}Request`,
    response: response ?? `${packageName}.${name}Response`,
    http,
    auth: permission === undefined ? undefined : { permission },
    successCode,
  };
}

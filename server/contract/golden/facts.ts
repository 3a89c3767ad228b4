import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescMethod,
  type DescService,
  fromJson,
  getOption,
  hasOption,
  type JsonValue,
  ScalarType,
  toJson,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { http } from "#contract/google/api/annotations_pb.ts";
import { FieldBehaviorSchema, field_behavior } from "#contract/google/api/field_behavior_pb.ts";
import { HttpRuleSchema } from "#contract/google/api/http_pb.ts";
import { type FieldRules, FieldRulesSchema, required, rules } from "#contract/validate/validate_pb.ts";
import { AuthOptionSchema, auth_option } from "#contract/zitadel/options_pb.ts";
import { OptionsSchema, options } from "#contract/zitadel/protoc_gen_zitadel/v2/options_pb.ts";
import type { JsonObject } from "../additions.ts";
import { packageFolder, readDescriptors } from "../base.ts";
import { outputFolder } from "../write.ts";

/** Everything the golden tests compare, by full name. Well-known types are left out: the runtime has them. */
export interface Contract {
  readonly files: ReadonlyMap<string, DescFile>;
  readonly messages: ReadonlyMap<string, DescMessage>;
  readonly enums: ReadonlyMap<string, DescEnum>;
  readonly services: ReadonlyMap<string, DescService>;
  readonly extensions: ReadonlyMap<string, DescExtension>;
}

/** The contract package as it is installed. */
export const packageContract = async (): Promise<Contract> =>
  contractOf(await readDescriptors(packageFolder(), "_pb.js"));

/** The contract that the server is built with. */
export const generatedContract = async (): Promise<Contract> =>
  contractOf(await readDescriptors(outputFolder, "_pb.ts"));

function contractOf(all: readonly DescFile[]): Contract {
  const files = all.filter((file) => !file.name.startsWith("google/protobuf/"));
  const types = files.flatMap((file) => [...nestedTypes(file)]);
  return {
    files: new Map(files.map((file) => [file.name, file])),
    messages: byName(types.filter((type) => type.kind === "message")),
    enums: byName(types.filter((type) => type.kind === "enum")),
    services: byName(types.filter((type) => type.kind === "service")),
    extensions: byName(types.filter((type) => type.kind === "extension")),
  };
}

function byName<T extends { readonly typeName: string }>(types: readonly T[]): ReadonlyMap<string, T> {
  return new Map(types.map((type) => [type.typeName, type]));
}

/** What a field is on the wire, in JSON and in types. */
export function shapeOf(field: DescField) {
  return {
    number: field.number,
    json: field.jsonName,
    type: typeOf(field),
    kind: field.fieldKind,
    oneof: field.oneof?.name,
    optional: field.proto.proto3Optional,
  };
}

/** A scalar's name or the full name of a message or enum; of a map: that of its values. */
export function typeOf(field: DescField): string {
  const scalar = field.scalar === undefined ? undefined : ScalarType[field.scalar]?.toLowerCase();
  return field.message?.typeName ?? field.enum?.typeName ?? scalar ?? "unknown";
}

/** The validation rules of a field as protobuf JSON with proto names; `{}` without rules. */
export function rulesOf(field: DescField): object {
  return hasOption(field, rules) ? rulesJson(getOption(field, rules)) : {};
}

/** Rules as somebody wrote them, in the one spelling that protobuf JSON has for them. */
export function normalRules(written: JsonObject): object {
  // protobuf-es asks for a mutable type although it only reads.
  return rulesJson(fromJson(FieldRulesSchema, written as JsonValue));
}

function rulesJson(value: FieldRules): object {
  return Object(toJson(FieldRulesSchema, value, { useProtoFieldName: true }));
}

/** Names of the field's `google.api.FieldBehavior`. */
export function behaviorOf(field: DescField): string[] {
  if (!hasOption(field, field_behavior)) return [];
  return getOption(field, field_behavior).map(
    (number) => FieldBehaviorSchema.value[number]?.name ?? `${number}`,
  );
}

/** The message's oneofs by name, true where one of the fields has to be set. */
export function oneofsOf(message: DescMessage): Record<string, boolean> {
  return Object.fromEntries(
    message.oneofs.map((oneof) => [oneof.name, hasOption(oneof, required) && getOption(oneof, required)]),
  );
}

/** `google.api.HttpRule` of a method as protobuf JSON with proto names; undefined without one. */
export function httpOf(method: DescMethod): unknown {
  if (!hasOption(method, http)) return undefined;
  return toJson(HttpRuleSchema, getOption(method, http), { useProtoFieldName: true });
}

/** Permission and its narrowing fields, from whichever option the method's generation uses. */
export function authOf(method: DescMethod): unknown {
  if (hasOption(method, auth_option)) return toJson(AuthOptionSchema, getOption(method, auth_option));
  if (!hasOption(method, options)) return undefined;
  return Object(toJson(OptionsSchema, getOption(method, options))).authOption;
}

/** The custom success code of a method; undefined without one. */
export function successCodeOf(method: DescMethod): number | undefined {
  return hasOption(method, options) ? getOption(method, options).httpResponse?.successCode : undefined;
}

/** The entry of a name; a golden test that cannot find what it compares has to fail. */
export function mustFind<T>(entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry === undefined) throw new Error(`${name} is missing`);
  return entry;
}

import { create, fromJson, getExtension, hasExtension, setExtension } from "@bufbuild/protobuf";
import {
  type FieldDescriptorProto,
  FieldOptionsSchema,
  type FileDescriptorProto,
  type MethodDescriptorProto,
  MethodOptionsSchema,
  type OneofDescriptorProto,
  OneofOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { http } from "@zitadel/proto/google/api/annotations_pb.js";
import { FieldBehaviorSchema, field_behavior } from "@zitadel/proto/google/api/field_behavior_pb.js";
import { HttpRuleSchema } from "@zitadel/proto/google/api/http_pb.js";
import { FieldRulesSchema, required, rules } from "@zitadel/proto/validate/validate_pb.js";
import { auth_option, AuthOptionSchema as V1AuthOptionSchema } from "@zitadel/proto/zitadel/options_pb.js";
import {
  AuthOptionSchema,
  CustomHTTPResponseSchema,
  OptionsSchema,
  options as zitadelOptions,
} from "@zitadel/proto/zitadel/protoc_gen_zitadel/v2/options_pb.js";
import type { FieldChange, JsonObject, MethodAddition } from "./additions.ts";
import { importInto } from "./catalog.ts";

/** Writes validation rules, behaviour and deprecation of a field; what is not named stays as it is. */
export function setFieldOptions(
  file: FileDescriptorProto,
  field: FieldDescriptorProto,
  wanted: Pick<FieldChange, "rules" | "behavior" | "deprecated">,
): void {
  const { rules: wantedRules, behavior, deprecated } = wanted;
  if (wantedRules === undefined && behavior === undefined && deprecated === undefined) return;
  field.options ??= create(FieldOptionsSchema);
  if (deprecated !== undefined) field.options.deprecated = deprecated;
  if (wantedRules !== undefined) {
    // No rules and an empty set of rules mean the same to every reader of them.
    setExtension(field.options, rules, fromJson(FieldRulesSchema, mutable(wantedRules ?? {})));
    importInto(file, "validate/validate.proto");
  }
  if (behavior !== undefined) {
    setExtension(field.options, field_behavior, behavior.map(behaviorNumber));
    importInto(file, "google/api/field_behavior.proto");
  }
}

function behaviorNumber(name: string): number {
  const value = FieldBehaviorSchema.values.find((candidate) => candidate.name === name);
  if (value === undefined) throw new Error(`unknown field behaviour ${name}`);
  return value.number;
}

/** One of the oneof's fields has to be set. */
export function requireOneof(file: FileDescriptorProto, oneof: OneofDescriptorProto): void {
  oneof.options ??= create(OneofOptionsSchema);
  setExtension(oneof.options, required, true);
  importInto(file, "validate/validate.proto");
}

type MethodRules = Pick<MethodAddition, "http" | "permission" | "successCode" | "deprecated">;

/** Writes HTTP rule, permission, success code and deprecation of a method; what is not named stays. */
export function setMethodOptions(
  file: FileDescriptorProto,
  method: MethodDescriptorProto,
  wanted: MethodRules,
): void {
  method.options ??= create(MethodOptionsSchema);
  if (wanted.deprecated !== undefined) method.options.deprecated = wanted.deprecated;
  if (wanted.http !== undefined) {
    setExtension(method.options, http, fromJson(HttpRuleSchema, mutable(wanted.http)));
    importInto(file, "google/api/annotations.proto");
  }
  if (wanted.permission === undefined && wanted.successCode === undefined) return;
  if (usesV1Options(file.package)) setV1Permission(file, method, wanted);
  else setV2Options(file, method, wanted);
}

/** The four services of the first generation carry another option than everything after them. */
function usesV1Options(packageName: string): boolean {
  return /^zitadel\.(admin|auth|management|system)\.v1$/.test(packageName);
}

function setV1Permission(
  file: FileDescriptorProto,
  method: MethodDescriptorProto,
  wanted: MethodRules,
): void {
  if (wanted.successCode !== undefined || wanted.permission === undefined || method.options === undefined) {
    throw new Error(`${method.name}: the first generation knows permissions only`);
  }
  setExtension(method.options, auth_option, create(V1AuthOptionSchema, { permission: wanted.permission }));
  importInto(file, "zitadel/options.proto");
}

function setV2Options(file: FileDescriptorProto, method: MethodDescriptorProto, wanted: MethodRules): void {
  if (method.options === undefined) throw new Error(`${method.name} has no options`);
  const { permission, successCode } = wanted;
  const options = hasExtension(method.options, zitadelOptions)
    ? getExtension(method.options, zitadelOptions)
    : create(OptionsSchema);
  if (permission !== undefined) options.authOption = create(AuthOptionSchema, { permission });
  if (successCode !== undefined) options.httpResponse = create(CustomHTTPResponseSchema, { successCode });
  setExtension(method.options, zitadelOptions, options);
  importInto(file, "zitadel/protoc_gen_zitadel/v2/options.proto");
}

type ProtobufJson = Parameters<typeof fromJson>[1];

/** protobuf-es asks for a mutable type although it only reads; ours is read-only. */
function mutable(json: JsonObject): ProtobufJson {
  return json as ProtobufJson;
}

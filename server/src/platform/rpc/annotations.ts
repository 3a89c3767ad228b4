import {
  type DescField,
  type DescMethod,
  type DescMethodUnary,
  getOption,
  hasOption,
} from "@bufbuild/protobuf";
import { http } from "#contract/google/api/annotations_pb.ts";
import { auth_option } from "#contract/zitadel/options_pb.ts";
import { options } from "#contract/zitadel/protoc_gen_zitadel/v2/options_pb.ts";

/** A REST route. The path is complete, with the prefix of its service. */
export interface HttpBinding {
  readonly verb: HttpVerb;
  /** Template as in `google.api.HttpRule`: `{user_id}` is one segment, `{role_key=**}` the rest. */
  readonly path: string;
  /** "*": the whole request; a field's proto name: that field; "": no body, the rest comes from the query. */
  readonly body: string;
}

export type HttpVerb = "GET" | "PUT" | "POST" | "DELETE" | "PATCH";

/** Who may call: everyone, any valid token (the handler checks the rest), or who has the permission. */
export type AuthRule =
  | { readonly kind: "public" }
  | ({ readonly kind: "authenticated" } & AuthFields)
  | ({ readonly kind: "permission"; readonly permission: string } & AuthFields);

interface AuthFields {
  /** First generation: the field with the id of the resource that a membership may be narrowed to. */
  readonly checkField?: DescField;
  /** Second generation: the field that names the organization of the call instead of the header. */
  readonly orgField?: DescField;
}

/** The kind is the proof; the library's type for one kind is not derivable from the one for all. */
export function isUnary(method: DescMethod): method is DescMethodUnary {
  return method.methodKind === "unary";
}

const verbs = { get: "GET", put: "PUT", post: "POST", delete: "DELETE", patch: "PATCH" } as const;

/** The services of the first generation leave the start of their paths to the server. */
const prefixes: Readonly<Record<string, string>> = {
  "zitadel.admin.v1.AdminService": "/admin/v1",
  "zitadel.auth.v1.AuthService": "/auth/v1",
  "zitadel.management.v1.ManagementService": "/management/v1",
  "zitadel.system.v1.SystemService": "/system/v1",
};

/** The REST routes of a method; none where it has no HTTP rule. */
export function bindingsOf(method: DescMethod): HttpBinding[] {
  if (!hasOption(method, http)) return [];
  const rule = getOption(method, http);
  const prefix = prefixes[method.parent.typeName] ?? "";
  return [rule, ...rule.additionalBindings].map(({ pattern, body, responseBody }) => {
    if (pattern.case === undefined || pattern.case === "custom" || responseBody !== "") {
      throw new Error(`${method.toString()} has an HTTP rule that the transcoder does not speak`);
    }
    return { verb: verbs[pattern.case], path: `${prefix}${pattern.value}`, body };
  });
}

/** Status of a successful REST answer: 200 unless the annotation says otherwise. */
export function successCodeOf(method: DescMethod): number {
  if (!hasOption(method, options)) return 200;
  return getOption(method, options).httpResponse?.successCode || 200;
}

/** Who may call the method; without an option it is open to everyone. */
export function authOf(method: DescMethod): AuthRule {
  if (hasOption(method, auth_option)) {
    const { permission, checkFieldName } = getOption(method, auth_option);
    return authRule(permission, fieldOf(method, "checkField", checkFieldName));
  }
  const option = hasOption(method, options) ? getOption(method, options).authOption : undefined;
  if (option === undefined) return { kind: "public" };
  return authRule(option.permission, fieldOf(method, "orgField", option.orgField));
}

function authRule(permission: string, fields: AuthFields): AuthRule {
  if (permission === "") throw new Error("an auth option without a permission");
  return permission === "authenticated"
    ? { kind: permission, ...fields }
    : { kind: "permission", permission, ...fields };
}

/** `check_field_name` is written as a Go field (`ProjectId`), `org_field` as in the message. */
function fieldOf(method: DescMethod, use: keyof AuthFields, name: string): AuthFields {
  if (name === "") return {};
  const wanted = name.toLowerCase();
  const field = method.input.fields.find((candidate) => candidate.localName.toLowerCase() === wanted);
  if (field === undefined) throw new Error(`${method.input.typeName} has no field ${name}`);
  return { [use]: field };
}

/** A valid request for any method, from its descriptors alone: every field filled, names of a world where ids belong. */
import {
  type DescField,
  type DescMessage,
  getOption,
  hasOption,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { type FieldRules, rules as rulesOption } from "#contract/validate/validate_pb.ts";
import type { RpcMethod } from "#src/platform/rpc/contract.ts";
import { domainOf, metadataKey, publicKeyPem, type World } from "./world.ts";

export const rulesOf = (field: DescField): FieldRules | undefined =>
  hasOption(field, rulesOption) ? getOption(field, rulesOption) : undefined;

/** Messages that contain themselves end here. */
const deepest = 6;

/** Field names by proto JSON name, so that samples serve Connect and REST bodies alike. */
export function sampleOf({ method }: RpcMethod, world: World): JsonObject {
  return fill(method.input, { world, about: method.name, unique: ++samples }, 0);
}
let samples = 0;

interface Wanted {
  readonly world: World;
  readonly about: string;
  /** Keeps names apart that must be unique. */
  readonly unique: number;
}

function fill(desc: DescMessage, wanted: Wanted, depth: number): JsonObject {
  const filled: JsonObject = {};
  const only = narrowed[desc.name];
  for (const field of desc.fields) {
    if (only !== undefined && !only.includes(field.name)) continue;
    if (leftOut.test(field.name)) continue;
    // Of a oneof the first member that is not deprecated stands.
    if (field.oneof !== undefined && field !== chosen(field.oneof.fields)) continue;
    const value = valueOf(field, wanted, depth);
    if (value !== undefined) filled[field.jsonName] = value;
  }
  return filled;
}

/** Messages of which a sample takes a part only: the rest asks for factors that the world's user does not have. */
const narrowed: Readonly<Record<string, readonly string[]>> = {
  Checks: ["user"],
  // A code takes the place of the permission.
  RegisterPasskeyRequest: ["user_id", "authenticator"],
};
/** Fields of features that answer "not yet" as a whole, or that ask for what the world does not have. */
const leftOut = /^(challenges|idp_links|totp_secret|otp_code|saml_.*|project_grant_id)$/;

const chosen = (members: readonly DescField[]): DescField | undefined =>
  members.find((member) => member.proto.options?.deprecated !== true && !leftOut.test(member.name)) ??
  members[0];

function valueOf(field: DescField, wanted: Wanted, depth: number): JsonValue | undefined {
  if (field.fieldKind === "map") {
    const value = single(field, undefined, wanted, depth);
    return value === undefined ? {} : { key: value };
  }
  const rules = rulesOf(field);
  if (field.fieldKind === "list") {
    const items = rules?.type.case === "repeated" ? rules.type.value.items : undefined;
    const item = single(field, items, wanted, depth);
    return item === undefined ? [] : [item];
  }
  return single(field, rules, wanted, depth);
}

function single(
  field: DescField,
  rules: FieldRules | undefined,
  wanted: Wanted,
  depth: number,
): JsonValue | undefined {
  if (field.message !== undefined) {
    if (field.message.file.proto.package === "google.protobuf")
      return wellKnown(field.message, wanted, field);
    return depth >= deepest ? undefined : fill(field.message, wanted, depth + 1);
  }
  if (field.enum !== undefined) {
    const notIn = rules?.type.case === "enum" ? rules.type.value.notIn : [];
    const value = field.enum.values.find(({ number }) => number > 0 && !notIn.includes(number));
    return (value ?? field.enum.values[0])?.name;
  }
  return scalar(field, rules, wanted);
}

function scalar(field: DescField, rules: FieldRules | undefined, wanted: Wanted): JsonValue {
  switch (field.scalar) {
    case ScalarType.BOOL:
      return rules?.type.case === "bool" && rules.type.value.const === false ? false : true;
    case ScalarType.STRING:
      return text(field, rules, wanted);
    case ScalarType.BYTES:
      return bytes(field, wanted);
    default:
      return number(rules);
  }
}

function number(rules: FieldRules | undefined): number {
  const value = rules?.type.value;
  if (value === undefined) return 1;
  // All numeric rules have these, as numbers or as bigints.
  const limits = value as unknown as Readonly<Record<string, number | bigint | undefined>>;
  if (limits["gt"]) return Number(limits["gt"]) + 1;
  return Number(limits["gte"] || 1);
}

function bytes(field: DescField, { world }: Wanted): string {
  if (field.name === "public_key") return publicKeyPem.toString("base64");
  const rules = rulesOf(field)?.type;
  const least = rules?.case === "bytes" ? Number(rules.value.minLen) : 0;
  return Buffer.from(`value ${world.mark}`.padEnd(least)).toString("base64");
}

/** Of those that may only be one length of time, that one. */
function duration(rules: FieldRules | undefined): string {
  const only = rules?.type.case === "duration" ? rules.type.value.const : undefined;
  return only === undefined ? "2s" : `${only.seconds}s`;
}

function wellKnown(message: DescMessage, wanted: Wanted, field: DescField): JsonValue | undefined {
  switch (message.name) {
    case "Timestamp":
      return "2035-01-01T00:00:00Z";
    case "Duration":
      return duration(rulesOf(field));
    case "FieldMask":
      return "name";
    case "Struct":
      return { key: "value" };
    case "Value":
      return "value";
    case "Any":
    case "Empty":
      return {};
    case "BoolValue":
      return true;
    case "StringValue":
      return text(field, rulesOf(field), wanted);
    default:
      return undefined;
  }
}

function text(field: DescField, rules: FieldRules | undefined, wanted: Wanted): string {
  const strings = rules?.type.case === "string" ? rules.type.value : undefined;
  if (strings?.const) return strings.const;
  if (strings?.in[0] !== undefined) return strings.in[0];
  const id = idFor(field, wanted);
  if (id !== undefined) return id;
  const { world, unique } = wanted;
  const { name } = field;
  const wellKnownCase = strings?.wellKnown.case;
  if (wellKnownCase === "email" || /(^|_)email(_address)?$/.test(name))
    return `new${unique}-${world.mark}@example.com`;
  if (/^roles?$/.test(name)) return managerRoleFor(wanted.about);
  if (/role_keys?$/.test(name) || (name === "key" && /Role/.test(wanted.about)))
    return /Add|Create/.test(wanted.about) && /Role/.test(wanted.about) ? `role${unique}` : world.roleKey;
  if (/phone|^number$/.test(name)) return "+41791234567";
  if (/language|locale/.test(name)) return "en";
  if (wellKnownCase === "uri" || /ur[il]s?$|template|^iss(uer)?$/.test(name))
    return "https://app.example.com/path";
  if (name === "domain" && /Org/.test(wanted.about) && !/Add|SetUp/.test(wanted.about))
    return domainOf(world);
  if (/^keys?$/.test(name) && /Metadata/.test(wanted.about)) return metadataKey;
  if (/domain/.test(name)) return `new${unique}-${world.mark}.example.com`;
  if (
    /new_?password/i.test(`${field.parent.name} ${name}`) ||
    (name === "password" && /Update|Set/.test(wanted.about))
  )
    return "Password2!";
  if (/password/.test(name)) return "Password1!";
  if (wellKnownCase === "ip" || name === "ip") return "192.0.2.1";
  const plain = `new${unique} ${world.mark}`;
  const exactly = Number(strings?.len ?? 0n);
  const most = exactly || Number(strings?.maxLen ?? 0n) || 200;
  return plain.padEnd(exactly || Number(strings?.minLen ?? 0n), "x").slice(0, most);
}

function managerRoleFor(about: string): string {
  // Of administrators a sample names the instance's.
  if (/IAM|Instance|Administrator/.test(about)) return "IAM_OWNER_VIEWER";
  if (/Project/.test(about)) return "PROJECT_OWNER_VIEWER";
  return "ORG_OWNER_VIEWER";
}

/** The id that a request chooses for what it makes. */
function isOfWhatIsMade({ name, parent }: DescField, about: string): boolean {
  const made = /^(?:Add|Create|Import|SetUp)(Org|User|Human|Machine|Project|App)[a-z]*(?:User)?$/.exec(
    about,
  )?.[1];
  if (made === undefined) return false;
  const kind = made === "Human" || made === "Machine" ? "user" : made.toLowerCase();
  return name === "id" ? parent.name === `${about}Request` : new RegExp(`^${kind}[a-z]*_id$`).test(name);
}

/** What an id names, told by its own name, else by the method or message it stands in. */
function idFor(field: DescField, { world, about, unique }: Wanted): string | undefined {
  const { name } = field;
  const machine = /Machine|Key|Secret|PersonalAccessToken/.test(about) && !/App|Client/.test(about);
  const user = machine ? world.machineId : world.userId;
  if (isOfWhatIsMade(field, about)) return `${unique}${world.mark}`;
  if (name === "session_token") return world.sessionToken;
  if (!/(^|_)ids?$/.test(name)) return undefined;
  const owner = name === "id" || name === "ids" ? `${field.parent.name} ${about}` : name;
  if (name.startsWith("granted_org")) return /Add|Create/.test(about) ? world.freeOrgId : world.grantedOrgId;
  const known: readonly (readonly [RegExp, string])[] = [
    [/^(client|request|auth_request|device)/i, "not-there"],
    [/key/i, world.keyId],
    [/token|pat/i, world.patId],
    [/app/i, world.appId],
    [/session/i, world.sessionId],
    [/authorization/i, world.authorizationId],
    [/grant/i, /UserGrant/.test(about) ? world.authorizationId : world.projectGrantId],
    [/project/i, world.projectId],
    [/user|human|machine|member/i, user],
    [/org|resource_owner/i, world.orgId],
  ];
  return known.find(([pattern]) => pattern.test(owner))?.[1] ?? "not-there";
}

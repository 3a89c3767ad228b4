/** Validation from `validate.rules`, compiled once per message type. */
import {
  type DescField,
  type DescMessage,
  type DescOneof,
  getOption,
  hasOption,
  type Message,
} from "@bufbuild/protobuf";
import { isWrapper, isWrapperDesc } from "@bufbuild/protobuf/wkt";
import { type FieldRules, required, rules as rulesOption } from "#contract/validate/validate_pb.ts";
import { knownEnum } from "./known-enum.ts";
import { listLimit } from "./list-limit.ts";
import { listChecks } from "./list-rules.ts";
import { goName, violation } from "./names.ts";
import { type Reason, reason } from "./reason.ts";
import { textLimit } from "./text-limit.ts";
import { timeRange } from "./time-range.ts";
import { type Check, valueChecks } from "./value-rules.ts";

/** The first violation, such as `invalid AddHumanUserRequest.Profile: value is required`; undefined when valid. */
export type Validate = (desc: DescMessage, message: Message) => Reason | undefined;

/** A message read by the names of its fields; the library's own types know them only per message. */
type Fields = Readonly<Record<string, unknown>>;
type Compiled = (message: Fields) => Reason | undefined;

const embedded = "embedded message failed validation | caused by: ";
const absent = reason("Required", "value is required");

export function createValidator(): Validate {
  const cache = new Map<DescMessage, Compiled>();
  const of = (desc: DescMessage): Compiled => {
    const known = cache.get(desc);
    if (known !== undefined) return known;
    const checks: Compiled[] = [];
    // Known before it is complete: messages contain themselves.
    const compiled: Compiled = (message) => {
      for (const check of checks) {
        const found = check(message);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    cache.set(desc, compiled);
    checks.push(...compile(desc, of));
    return compiled;
  };
  return (desc, message) => of(desc)(message as unknown as Fields);
}

function compile(desc: DescMessage, of: (desc: DescMessage) => Compiled): readonly Compiled[] {
  const single = desc.fields.filter((field) => field.oneof === undefined);
  const inOneof = desc.fields.filter((field) => field.oneof !== undefined);
  return [
    ...single.flatMap((field) => compileField(desc, field, of)),
    ...desc.oneofs.flatMap((oneof) => compileOneof(desc, oneof)),
    ...inOneof.flatMap((field) => compileField(desc, field, of)),
  ];
}

function compileOneof(desc: DescMessage, oneof: DescOneof): readonly Compiled[] {
  if (!hasOption(oneof, required) || !getOption(oneof, required)) return [];
  const missing = violation(desc, goName(oneof.name), absent);
  return [(message) => (memberOf(message[oneof.localName]).case === undefined ? missing : undefined)];
}

function compileField(
  desc: DescMessage,
  field: DescField,
  of: (desc: DescMessage) => Compiled,
): readonly Compiled[] {
  const rules = hasOption(field, rulesOption) ? getOption(field, rulesOption) : undefined;
  const checks = [
    ...timeRange(field),
    ...knownEnum(field),
    ...(rules === undefined ? [] : checksOf(rules, field)),
    ...textLimit(field, rules),
    ...listLimit(field, rules),
  ];
  const inner = rules?.message?.skip === true ? undefined : innerOf(field, of);
  const mandatory = rules !== undefined && isMandatory(rules);
  if (checks.length === 0 && inner === undefined && !mandatory) return [];
  const name = goName(field.name);
  const read = reader(field);
  return [
    (message) => {
      const value = read(message);
      if (value === undefined) return mandatory ? violation(desc, name, absent) : undefined;
      for (const check of checks) {
        const found = check(value);
        if (found !== undefined) return violation(desc, name, found);
      }
      return inner === undefined ? undefined : inner(value, desc, name);
    },
  ];
}

function checksOf(rules: FieldRules, field: DescField): readonly Check[] {
  if (field.fieldKind === "map") throw new Error(`${field.toString()} has rules over a map`);
  return field.fieldKind === "list" ? listChecks(rules, field) : valueChecks(rules, field);
}

function isMandatory(rules: FieldRules): boolean {
  const { case: kind, value } = rules.type;
  return (
    rules.message?.required === true || ((kind === "timestamp" || kind === "duration") && value.required)
  );
}

/** Goes into messages of the contract; the well-known types have no rules. */
function innerOf(
  field: DescField,
  of: (desc: DescMessage) => Compiled,
): ((value: unknown, desc: DescMessage, name: string) => Reason | undefined) | undefined {
  const { message } = field;
  if (
    message === undefined ||
    field.fieldKind === "map" ||
    message.file.proto.package === "google.protobuf"
  ) {
    return undefined;
  }
  const into = (value: unknown, desc: DescMessage, name: string): Reason | undefined => {
    const found = of(message)(value as Fields);
    if (found === undefined) return undefined;
    return violation(desc, name, { id: found.id, text: `${embedded}${found.text}` });
  };
  if (field.fieldKind !== "list") return into;
  return (value, desc, name) => {
    for (const [index, item] of (value as readonly unknown[]).entries()) {
      const found = into(item, desc, `${name}[${index}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** The value of a field, undefined when it is not set; wrappers are opened. */
function reader(field: DescField): (message: Fields) => unknown {
  const { localName, oneof } = field;
  const wrapped = field.message !== undefined && isWrapperDesc(field.message);
  const open = (value: unknown): unknown =>
    wrapped &&
    typeof value === "object" &&
    value !== null &&
    "$typeName" in value &&
    isWrapper(value as Message)
      ? (value as Message & { value: unknown }).value
      : value;
  if (oneof === undefined) return (message) => open(message[localName]);
  return (message) => {
    const member = memberOf(message[oneof.localName]);
    return member.case === localName ? open(member.value) : undefined;
  };
}

/** The shape in which the library keeps every oneof. */
function memberOf(oneof: unknown): { readonly case?: string; readonly value?: unknown } {
  return oneof as { readonly case?: string; readonly value?: unknown };
}

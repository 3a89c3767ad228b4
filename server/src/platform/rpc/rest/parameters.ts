/** Puts the text of path variables and query parameters where it belongs in a request's JSON. */
import {
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { Refused } from "../refused.ts";

/** How deep a dotted name may go: protobuf's own limit of nesting. */
const deepest = 100;

/** Sets all of a query's parameters, in one pass: who asks for getAll of each name goes through all for each. */
export function setParameters(desc: DescMessage, json: JsonObject, query: URLSearchParams): void {
  const byName = Map.groupBy(query, ([name]) => name);
  for (const [name, pairs] of byName)
    setParameter(
      desc,
      json,
      name,
      pairs.map(([, text]) => text),
    );
}

/**
 * Sets one parameter: `limit`, `query.limit`, `userId` or `user_id`. Lists take all values, everything else
 * the last. A name that the message does not have is ignored, as are fields of JSON.
 */
export function setParameter(
  desc: DescMessage,
  json: JsonObject,
  name: string,
  values: readonly string[],
  depth = 0,
): void {
  if (depth > deepest) throw new Refused(Code.InvalidArgument, "a parameter is nested too deeply");
  const dot = name.indexOf(".");
  const own = dot < 0 ? name : name.slice(0, dot);
  const field = desc.fields.find((candidate) => candidate.name === own || candidate.jsonName === own);
  if (field === undefined || field.fieldKind === "map") return;
  if (dot < 0) {
    setField(json, field, values);
    return;
  }
  if (field.fieldKind !== "message" || isText(field)) return;
  const inner = json[field.jsonName];
  const next: JsonObject = isObject(inner) ? inner : {};
  setParameter(field.message, next, name.slice(dot + 1), values, depth + 1);
  json[field.jsonName] = next;
}

function setField(json: JsonObject, field: DescField, values: readonly string[]): void {
  if (field.fieldKind === "list") {
    const before = json[field.jsonName];
    json[field.jsonName] = [
      ...(Array.isArray(before) ? before : []),
      ...values.flatMap((text) =>
        field.listKind === "message" && !isText(field) ? [] : [toJson(field, text)],
      ),
    ];
    return;
  }
  const last = values.at(-1);
  if (last === undefined || (field.fieldKind === "message" && !isText(field))) return;
  json[field.jsonName] = toJson(field, last);
}

/** Timestamps, durations, masks and wrappers are written as text; other messages have no such form. */
function isText(field: DescField): boolean {
  return field.message?.file.proto.package === "google.protobuf";
}

function toJson(field: DescField, text: string): JsonValue {
  const scalar = field.scalar ?? field.message?.fields.find(({ name }) => name === "value")?.scalar;
  if (scalar === ScalarType.BOOL) return toBoolean(field, text);
  if (field.enum !== undefined && /^-?\d+$/.test(text)) return Number(text);
  return text;
}

function toBoolean(field: DescField, text: string): boolean {
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw new Refused(Code.InvalidArgument, `${field.name}: "${text.slice(0, 50)}" is not a bool`);
}

function isObject(json: JsonValue | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

import {
  type DescEnum,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
} from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { acceptedJson } from "./accepted-json.ts";
import { Refused } from "./refused.ts";

/** How deep messages may lie in each other: protobuf's own limit. */
const deepest = 100;

/** Of what the client sent, this much is repeated to it. */
const shownCharacters = 50;

/**
 * The same JSON without the fields that the message does not have, and with what `acceptedJson` knows in the
 * contract's form. What remains and cannot be read as enum,
 * timestamp, duration or message is refused by the path the client wrote; for these the library would not say
 * which field is meant.
 * @throws Refused
 */
export function knownFields(desc: DescMessage, json: JsonValue, path = "", depth = 0): JsonValue {
  if (depth > deepest) throw refused(path, "messages are nested too deeply");
  if (desc.file.proto.package === "google.protobuf") return wellKnown(desc, json, path);
  if (json === null && path !== "") return json;
  if (!isObject(json)) throw refused(path, `not an object of type ${desc.name}`);
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(acceptedJson(desc, json))) {
    const field = desc.fields.find((candidate) => candidate.jsonName === key || candidate.name === key);
    if (field === undefined) continue;
    kept[key] = knownValue(field, value, path === "" ? key : `${path}.${key}`, depth + 1);
  }
  return kept;
}

function knownValue(field: DescField, value: JsonValue, path: string, depth: number): JsonValue {
  const each = (item: JsonValue, at: string): JsonValue => {
    if (field.enum !== undefined) return enumValue(field.enum, item, at);
    return field.message === undefined ? item : knownFields(field.message, item, at, depth);
  };
  if (field.fieldKind === "list" && Array.isArray(value)) {
    return value.map((item, index) => each(item, `${path}[${index}]`));
  }
  if (field.fieldKind === "map" && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, each(item, `${path}.${key}`)]),
    );
  }
  // A list or map that is none is named by the library.
  return field.fieldKind === "list" || field.fieldKind === "map" ? value : each(value, path);
}

function enumValue(desc: DescEnum, json: JsonValue, path: string): JsonValue {
  if (json === null || Number.isInteger(json) || desc.values.some(({ name }) => name === json)) return json;
  throw refused(path, `${JSON.stringify(json).slice(0, shownCharacters)} is not a value of ${desc.name}`);
}

function wellKnown(desc: DescMessage, json: JsonValue, path: string): JsonValue {
  try {
    if (json !== null) fromJson(desc, json);
    return json;
  } catch {
    throw refused(path, `not a ${desc.name}`);
  }
}

function refused(path: string, reason: string): Refused {
  return new Refused(Code.InvalidArgument, path === "" ? reason : `${path}: ${reason}`);
}

function isObject(json: JsonValue): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

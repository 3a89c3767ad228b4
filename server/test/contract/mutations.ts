/** Every way a field of a valid request can be wrong, from the descriptors alone. */
import {
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  ScalarType,
} from "@bufbuild/protobuf";
import { rulesOf } from "./sample.ts";
import type { World } from "./world.ts";

export interface Mutation {
  /** `profile.givenName: too long` */
  readonly what: string;
  readonly json: JsonObject;
  /** The field that the refusal must name, where it must be refused with INVALID_ARGUMENT. */
  readonly names?: string;
  /** The field whose value is to be made broken UTF-8 once the request is binary. */
  readonly breaks?: true;
  /** Of what is read alike wherever its message stands: equal for all places where that is. */
  readonly reading?: string;
}

/** Stands where broken UTF-8 goes; has its length. */
export const breakMark = "~BREAK~HERE~";

/** Fields below this many messages are as their parents are. */
const deepest = 3;

interface Place {
  readonly path: readonly (string | number)[];
  readonly field: DescField;
  readonly value: JsonValue;
}

/** The fields that a sample has, down to a depth. */
function placesIn(
  desc: DescMessage,
  json: JsonObject,
  path: readonly (string | number)[] = [],
  depth = 0,
): readonly Place[] {
  return Object.entries(json).flatMap(([key, value]): readonly Place[] => {
    const field = desc.fields.find(({ jsonName }) => jsonName === key);
    if (field === undefined) return [];
    const own: Place = { path: [...path, key], field, value };
    if (
      field.message === undefined ||
      isWellKnown(field) ||
      field.fieldKind === "map" ||
      depth + 1 >= deepest
    )
      return [own];
    const inner = field.fieldKind === "list" && Array.isArray(value) ? value[0] : value;
    if (!isObject(inner)) return [own];
    const at = field.fieldKind === "list" ? [...own.path, 0] : own.path;
    return [own, ...placesIn(field.message, inner, at, depth + 1)];
  });
}

export function mutationsOf(
  desc: DescMessage,
  sample: JsonObject,
  foreign: World,
  own: World,
): readonly Mutation[] {
  return placesIn(desc, sample).flatMap((place) => [
    ...always(place, sample),
    ...wrongTypes(place, sample).map((mutation) => ofReading(place, mutation)),
    ...texts(place, sample).map((mutation) => ofReading(place, mutation)),
    ...ids(place, sample, foreign, own),
  ]);
}

/** No handler sees what a message cannot be read from; how long a text may be is each handler's own. */
function ofReading({ path, field }: Place, mutation: Mutation): Mutation {
  const kind = mutation.what.slice(mutation.what.lastIndexOf(": "));
  if (path.length === 1 || kind.endsWith("too long")) return mutation;
  return { ...mutation, reading: `${field.parent.typeName}.${field.name}${kind}` };
}

const nameOf = ({ path }: Place): string => path.join(".");

function changed(sample: JsonObject, { path }: Place, value: JsonValue | undefined): JsonObject {
  const copy = structuredClone(sample);
  let at: JsonValue = copy;
  for (const key of path.slice(0, -1)) at = (at as Record<string | number, JsonValue>)[key] ?? null;
  const holder = at as Record<string | number, JsonValue>;
  const last = path.at(-1) ?? "";
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

function always(place: Place, sample: JsonObject): readonly Mutation[] {
  const name = nameOf(place);
  const { field } = place;
  const empty = emptyOf(place);
  const required = mustBeSet(field);
  return [
    {
      what: `${name}: missing`,
      json: changed(sample, place, undefined),
      ...(required ? { names: field.name } : {}),
    },
    ...(empty === undefined
      ? []
      : [
          {
            what: `${name}: empty`,
            json: changed(sample, place, empty),
            ...(required && field.scalar === ScalarType.STRING ? { names: field.name } : {}),
          },
        ]),
  ];
}

function emptyOf({ field }: Place): JsonValue | undefined {
  if (field.fieldKind === "list") return [];
  if (field.fieldKind === "map") return {};
  if (field.message !== undefined) return isWellKnown(field) ? undefined : {};
  if (field.enum !== undefined) return 0;
  if (field.scalar === ScalarType.BOOL) return false;
  return field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES ? "" : 0;
}

/** What the contract's own rules say; not in oneofs, whose members are missing by nature. */
function mustBeSet(field: DescField): boolean {
  if (field.oneof !== undefined || field.proto.proto3Optional) return false;
  const rules = rulesOf(field);
  if (rules?.message?.required === true) return true;
  return field.fieldKind === "scalar" && rules?.type.case === "string" && needsText(rules.type.value);
}

const needsText = (rules: { readonly minLen: bigint; readonly ignoreEmpty: boolean }): boolean =>
  rules.minLen > 0n && !rules.ignoreEmpty;

function wrongTypes(place: Place, sample: JsonObject): readonly Mutation[] {
  const name = nameOf(place);
  const { field } = place;
  const names = field.name;
  const of = (what: string, value: JsonValue): Mutation => ({
    what: `${name}: ${what}`,
    json: changed(sample, place, value),
    names,
  });
  if (field.fieldKind === "list") return [of("text for a list", "text")];
  if (field.fieldKind === "map") return [of("a list for a map", ["text"])];
  if (field.message !== undefined) {
    // These take any JSON.
    if (field.message.typeName === "google.protobuf.Value") return [];
    return isWellKnown(field) ? [of("a list for a value", [true])] : [of("text for a message", "text")];
  }
  if (field.enum !== undefined) {
    const unknown: Mutation = { what: `${name}: unknown number`, json: changed(sample, place, 4711) };
    return [of("unknown name", "NO_SUCH_VALUE"), of("a message for an enum", {}), unknown];
  }
  if (field.scalar === ScalarType.STRING) return [of("a number for text", 12), of("a message for text", {})];
  if (field.scalar === ScalarType.BOOL) return [of("text for a bool", "maybe")];
  return [of("a message for a value", {}), of("a bool for a value", true)];
}

/** Looked up for the permission, before anything else is looked at: unknown ones are refused there. */
const choosesOrg = /^org(anization)?_id$/;

/** Does not compress, so that an index would meet its whole length. */
const longText = Array.from({ length: 20_000 }, (_, n) =>
  ((n * n * 7919 + n * 104_729) % 60_466_176).toString(36).at(-1),
).join("");

/** Longer than what the contract allows, where it allows more than most. */
function tooLong(field: DescField): string {
  const rules = rulesOf(field);
  const most = rules?.type.case === "string" ? Number(rules.type.value.maxBytes) : 0;
  return longText.repeat(1 + Math.floor(most / longText.length));
}

function texts(place: Place, sample: JsonObject): readonly Mutation[] {
  const { field } = place;
  const name = nameOf(place);
  if (field.fieldKind === "map" && field.mapKey === ScalarType.STRING) {
    const [value = ""] = Object.values(isObject(place.value) ? place.value : {});
    return [
      {
        what: `${name}: key too long`,
        json: changed(sample, place, { [longText]: value }),
        names: field.name,
      },
    ];
  }
  if (field.message?.typeName === "google.protobuf.StringValue" && field.fieldKind === "message")
    return [{ what: `${name}: too long`, json: changed(sample, place, longText), names: field.name }];
  if (field.scalar !== ScalarType.STRING || field.fieldKind === "map") return [];
  const put = (text: string): JsonObject =>
    changed(sample, place, field.fieldKind === "list" ? [text] : text);
  return [
    {
      what: `${name}: too long`,
      json: put(tooLong(field)),
      ...(choosesOrg.test(field.name) ? {} : { names: field.name }),
    },
    { what: `${name}: NUL`, json: put("a\0b"), names: field.name },
    { what: `${name}: half a surrogate pair`, json: put("a\ud800b"), names: field.name },
    { what: `${name}: broken UTF-8`, json: put(breakMark), breaks: true },
  ];
}

/** Wherever an id of the own world stands: the same of another tenant, and another user's. */
function ids(place: Place, sample: JsonObject, foreign: World, own: World): readonly Mutation[] {
  if (typeof place.value !== "string") return [];
  const kind = Object.entries(own).find(([key, id]) => id === place.value && key.endsWith("Id"))?.[0];
  if (kind === undefined) return [];
  const theirs = new Map(Object.entries(foreign)).get(kind);
  if (typeof theirs !== "string") return [];
  return [{ what: `${nameOf(place)}: foreign ${kind}`, json: changed(sample, place, theirs) }];
}

const isWellKnown = ({ message }: DescField): boolean => message?.file.proto.package === "google.protobuf";
const isObject = (json: JsonValue | undefined): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

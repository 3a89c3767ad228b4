import { readFileSync } from "node:fs";

/**
 * What clients call beyond the contract package, as data. A message, enum or service that names its `file`
 * is new; one that does not amends a type of the package. `since` says which later level has it first; where
 * it is absent on a part, the part came with its owner. Nothing can be removed: fields and values that later
 * levels dropped stay, so that old and new clients both decode.
 */
export interface Additions {
  readonly files: Readonly<Record<string, { readonly package: string; readonly since: string }>>;
  readonly messages: Readonly<Record<string, MessageAddition>>;
  readonly enums: Readonly<Record<string, EnumAddition>>;
  readonly services: Readonly<Record<string, ServiceAddition>>;
}

/** Where a new type is declared and since when; both absent on a type that the package already has. */
interface Declared {
  readonly file?: string;
  readonly since?: string;
}

export interface MessageAddition extends Declared {
  readonly oneofs?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly reserved?: readonly string[];
  readonly fields?: readonly FieldAddition[];
  readonly changes?: readonly FieldChange[];
}

export interface FieldAddition {
  readonly name: string;
  readonly number: number;
  /** A scalar's name, or the full name of a message or enum. */
  readonly type: string;
  /** `optional` has explicit presence; absent is a plain singular field. */
  readonly label?: "repeated" | "optional";
  readonly oneof?: string;
  /** `validate.FieldRules` as protobuf JSON. */
  readonly rules?: JsonObject;
  /** Names of `google.api.FieldBehavior`. */
  readonly behavior?: readonly string[];
  readonly deprecated?: boolean;
  readonly since?: string;
}

/** Replaces what it names and leaves the rest; `rules: null` takes the rules away. */
export interface FieldChange {
  readonly field: string;
  readonly since: string;
  readonly rules?: JsonObject | null;
  readonly behavior?: readonly string[];
  readonly deprecated?: boolean;
}

export interface EnumAddition extends Declared {
  readonly values: readonly { readonly name: string; readonly number: number; readonly since?: string }[];
  /** Two names for one number: the first declared is the one JSON is written with. */
  readonly allowAlias?: boolean;
  /** The declared order of all values, where the new ones do not simply follow. */
  readonly order?: readonly string[];
}

export interface ServiceAddition extends Declared {
  readonly methods?: readonly MethodAddition[];
  readonly changes?: readonly MethodChange[];
}

export interface MethodAddition extends MethodRules {
  readonly name: string;
  /** Full name of the request; absent: `<Method>Request` of the service's package. Likewise `response`. */
  readonly request?: string;
  readonly response?: string;
  readonly successCode?: number;
  readonly since?: string;
}

export interface MethodChange extends MethodRules {
  readonly method: string;
  readonly since: string;
}

interface MethodRules {
  /** `google.api.HttpRule` as protobuf JSON; absent: reachable by Connect, gRPC and gRPC-web only. */
  readonly http?: JsonObject;
  /** A permission, or "authenticated"; absent: open to everyone. */
  readonly permission?: string;
  readonly deprecated?: boolean;
}

type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The files that hold additions; services of our own come in a file of their own, in the same form. */
export const additionFiles: readonly URL[] = [new URL("./additions.json", import.meta.url)];

/** All additions as one. Entries of two files never meet: the same name twice is refused. */
export function readAdditions(files: readonly URL[] = additionFiles): Additions {
  // The shape of our own data is taken on trust here: the merge refuses unknown names and types, protobuf's
  // own JSON reader refuses unknown rules, and the golden tests look for every entry in the result.
  const parts = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Additions);
  return {
    files: join(parts.map((part) => part.files)),
    messages: join(parts.map((part) => part.messages)),
    enums: join(parts.map((part) => part.enums)),
    services: join(parts.map((part) => part.services)),
  };
}

function join<T>(records: readonly Readonly<Record<string, T>>[]): Record<string, T> {
  const all: Record<string, T> = {};
  for (const [name, entry] of records.flatMap((record) => Object.entries(record))) {
    if (name in all) throw new Error(`${name} is added by two files`);
    all[name] = entry;
  }
  return all;
}

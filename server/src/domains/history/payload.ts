import type { JsonObject } from "@bufbuild/protobuf";
import type { StoredEvent } from "#src/platform/eventstore/index.ts";

/** Fields that hold something secret, hashed or not, whatever event they are in. */
const secretName =
  /(hash|secret|password|token|privatekey|signingkey|assertion|verifier|codes|codechecked)$/i;

/** Sealed and hashed values as events have them, see the conventions of `Sealed`. */
const isCrypted = (value: object): boolean => "CryptoType" in value || "Crypted" in value;

type Json = JsonObject[string];

/** Without what is secret at any depth. */
function withoutSecrets(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.filter((item) => !isSecret("", item)).map(withoutSecrets);
  const shown = Object.entries(value).filter(([name, item]) => !isSecret(name, item));
  return Object.fromEntries(shown.map(([name, item]) => [name, withoutSecrets(item)]));
}

function isSecret(name: string, value: Json): boolean {
  if (typeof value === "object" && value !== null && isCrypted(value)) return true;
  // Switches such as `allowUsernamePassword` are settings.
  return secretName.test(name) && typeof value !== "boolean" && typeof value !== "number";
}

/** What history has to know of an entity. */
export interface Told {
  readonly aggregate: string;
  readonly types: readonly string[];
  readonly personal?: { readonly fields: Readonly<Record<string, readonly string[] | undefined>> };
}

/** @returns what may be shown of an event's payload: nothing secret, and nothing that is kept sealed for a person's sake */
export function createPayloads(entities: readonly Told[]): (event: StoredEvent) => JsonObject {
  const personal = new Map(entities.flatMap(({ personal: kept }) => Object.entries(kept?.fields ?? {})));
  return ({ type, payload }) => {
    if (payload === null) return {};
    const hidden = personal.get(type) ?? [];
    const shown = Object.entries(payload).filter(([name]) => !hidden.includes(name));
    // Payloads are plain JSON, which a record of them stays.
    return withoutSecrets(Object.fromEntries(shown)) as JsonObject;
  };
}

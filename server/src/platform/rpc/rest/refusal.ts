/** A refusal as REST clients get it, also of endpoints that are not of the contract. */
import { type JsonObject, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import type { Exchange } from "#src/platform/http/index.ts";
import type { Translate } from "#src/platform/i18n/index.ts";
import { toWireError, type WireError } from "../wire-error.ts";

export function errorBody(wire: WireError): JsonObject {
  const details = wire.details.map(({ schema, message }) => {
    const json: JsonValue = toJson(schema, message as Message);
    return { "@type": `type.googleapis.com/${schema.typeName}`, ...(json as JsonObject) };
  });
  return { code: wire.code, message: wire.message, details };
}

export interface RestRefusal {
  readonly status: number;
  readonly body: JsonObject;
  /** Not foreseen: to be reported. */
  readonly unexpected: boolean;
}

export function restRefusal(
  error: unknown,
  { requestId, languages }: Pick<Exchange, "requestId" | "languages">,
  translate: Translate,
): RestRefusal {
  const wire = toWireError(error, requestId, languages, translate);
  return { status: wire.httpStatus, body: errorBody(wire), unexpected: wire.unexpected };
}

/** Request JSON by the rules of the API: unknown fields are ignored, everything else must fit. */
import { type DescMessage, fromJson, type JsonValue, type Message } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { knownFields } from "./known-fields.ts";
import { Refused } from "./refused.ts";

/** A message kept as long as it is helpful: the library repeats the offending value. */
const longestReason = 300;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws Refused when the bytes are no UTF-8 or no JSON. An empty body means an empty message. */
export function parseJson(bytes: Uint8Array): JsonValue {
  if (bytes.length === 0) return {};
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Refused(Code.InvalidArgument, "the body is not valid UTF-8");
  }
  try {
    // JSON.parse gives JSON values and nothing else.
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new Refused(Code.InvalidArgument, "the body is not valid JSON");
  }
}

/**
 * Reads strictly, and only when that fails once more without the unknown fields: the library's own way to
 * ignore them would take the names of unknown enum values for zero.
 * @throws Refused that names the field
 */
export function messageFromJson(desc: DescMessage, json: JsonValue): Message {
  try {
    return fromJson(desc, json);
  } catch {
    try {
      return fromJson(desc, knownFields(desc, json));
    } catch (error) {
      if (error instanceof Refused) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new Refused(Code.InvalidArgument, reason.slice(0, longestReason));
    }
  }
}

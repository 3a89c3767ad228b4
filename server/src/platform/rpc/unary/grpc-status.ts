import { toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { WireError } from "../wire-error.ts";

/** The trailers of a call that ended well, or with the given refusal. */
export function grpcTrailers(error?: WireError): Readonly<Record<string, string>> {
  if (error === undefined) return { "grpc-status": "0" };
  return {
    "grpc-status": String(error.code),
    "grpc-message": percentEncode(error.message),
    ...(error.details.length === 0 ? {} : { "grpc-status-details-bin": base64(statusBytes(error)) }),
  };
}

/** All but printable ASCII, and the percent sign, is escaped byte by byte. */
function percentEncode(text: string): string {
  return text.replace(/[^ -$&-~]+/g, (piece) =>
    Array.from(Buffer.from(piece), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

/** google.rpc.Status: code 1, message 2, details 3 as google.protobuf.Any (type URL 1, value 2). */
function statusBytes(error: WireError): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int32(error.code);
  writer.tag(2, WireType.LengthDelimited).string(error.message);
  for (const { schema, message } of error.details) {
    writer.tag(3, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(`type.googleapis.com/${schema.typeName}`);
    writer.tag(2, WireType.LengthDelimited).bytes(toBinary(schema, message));
    writer.join();
  }
  return writer.finish();
}

/** Binary metadata travels as base64 without padding. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}

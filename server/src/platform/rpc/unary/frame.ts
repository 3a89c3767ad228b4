/** The envelope of gRPC and gRPC-web: one byte of flags, four of length, then the message. */
import { Code } from "@connectrpc/connect";
import { gunzip, maxBodyBytes } from "#src/platform/http/index.ts";
import { Refused } from "../refused.ts";

const prefixBytes = 5;
/** The body limit holds for the message in the frame. */
export const maxFramedBytes = maxBodyBytes + prefixBytes;
const compressedFlag = 1;
/** gRPC-web only: the message holds the trailers. */
export const trailersFlag = 0x80;

/**
 * The one message of a unary request.
 * @throws Refused when the bytes are not exactly one frame; BodyTooLarge when it unpacks to too much
 */
export async function openFrame(bytes: Buffer, encoding: "identity" | "gzip"): Promise<Buffer> {
  if (bytes.length < prefixBytes) throw badFrame("the message is missing");
  const flags = bytes.readUInt8(0);
  if (bytes.readUInt32BE(1) !== bytes.length - prefixBytes) throw badFrame("the message has another length");
  const message = bytes.subarray(prefixBytes);
  if (flags === 0) return message;
  if (flags !== compressedFlag || encoding !== "gzip") throw badFrame("the flags are not known");
  return message.length === 0 ? message : gunzip(message);
}

export function frame(flags: number, message: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(prefixBytes + message.length);
  bytes.writeUInt8(flags, 0);
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, prefixBytes);
  return bytes;
}

function badFrame(reason: string): Refused {
  return new Refused(Code.InvalidArgument, `invalid gRPC frame: ${reason}`);
}

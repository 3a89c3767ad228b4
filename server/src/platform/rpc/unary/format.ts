import { type DescMessage, fromBinary, type Message, toBinary, toJsonString } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import type { RpcProtocol } from "../call.ts";
import { messageFromJson, parseJson } from "../json.ts";
import { Refused } from "../refused.ts";

/** How a content type frames and encodes a message. */
export interface Format {
  readonly protocol: Exclude<RpcProtocol, "rest">;
  readonly encoding: "json" | "proto";
  /** Content type of the answer. */
  readonly contentType: string;
}

const formats: ReadonlyMap<string, Format> = new Map(
  (
    [
      ["application/json", "connect", "json"],
      ["application/proto", "connect", "proto"],
      ["application/grpc", "grpc", "proto"],
      ["application/grpc+proto", "grpc", "proto"],
      ["application/grpc+json", "grpc", "json"],
      ["application/grpc-web", "grpc-web", "proto"],
      ["application/grpc-web+proto", "grpc-web", "proto"],
      ["application/grpc-web+json", "grpc-web", "json"],
    ] as const
  ).map(([contentType, protocol, encoding]) => [contentType, { protocol, encoding, contentType }]),
);

/** The format of a Content-Type header; parameters such as a charset make no difference. */
export function formatOf(contentType: string | undefined): Format | undefined {
  if (contentType === undefined) return undefined;
  const known = formats.get(contentType);
  if (known !== undefined) return known;
  const end = contentType.indexOf(";");
  return formats.get((end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase());
}

/** @throws Refused for what is no such message */
export function decode(format: Format, desc: DescMessage, bytes: Uint8Array): Message {
  if (format.encoding === "json") return messageFromJson(desc, parseJson(bytes));
  try {
    return fromBinary(desc, bytes);
  } catch {
    throw new Refused(Code.InvalidArgument, `the message is not a valid ${desc.typeName}`);
  }
}

/** JSON stays text, which is cheaper to send. */
export function encode(format: Format, desc: DescMessage, message: Message): string | Buffer {
  if (format.encoding === "json") return toJsonString(desc, message);
  const bytes = toBinary(desc, message);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Answers of the unary path, each in the form of its protocol. */
import { Http2ServerResponse } from "node:http2";
import { type JsonObject, toBinary, toJson } from "@bufbuild/protobuf";
import { type Exchange, type HttpResponse, sendBytes, sendJson, sendText } from "#src/platform/http/index.ts";
import { connectNameOf } from "../code.ts";
import type { WireError } from "../wire-error.ts";
import type { Format } from "./format.ts";
import { frame, trailersFlag } from "./frame.ts";
import { base64, grpcTrailers } from "./grpc-status.ts";

export function sendAnswer(
  format: Format,
  exchange: Exchange,
  res: HttpResponse,
  message: string | Buffer,
): void {
  if (format.protocol === "connect") {
    if (typeof message === "string") sendText(exchange, res, 200, format.contentType, message);
    else sendBytes(exchange, res, 200, format.contentType, message);
    return;
  }
  const framed = frame(0, typeof message === "string" ? Buffer.from(message) : message);
  if (format.protocol === "grpc-web") return sendGrpcWeb(format, res, framed);
  res.setHeader("content-type", format.contentType);
  // gRPC comes over HTTP/2 alone, whose responses have this method; their type declarations forget it.
  const trailing = res as HttpResponse & { readonly setTrailer: (name: string, value: string) => void };
  for (const [name, value] of Object.entries(grpcTrailers())) trailing.setTrailer(name, value);
  res.end(framed);
}

export function sendRefusal(format: Format, exchange: Exchange, res: HttpResponse, error: WireError): void {
  if (format.protocol === "connect") return sendJson(exchange, res, error.httpStatus, connectError(error));
  if (format.protocol === "grpc-web") return sendGrpcWeb(format, res, Buffer.alloc(0), error);
  if (res instanceof Http2ServerResponse && !res.stream.destroyed) {
    // One HEADERS frame that ends the stream ("trailers only"): grpc-js takes an empty DATA frame before the
    // trailers for a call that ended without a status.
    const headers = { ...res.getHeaders(), "content-type": format.contentType, ...grpcTrailers(error) };
    res.stream.respond({ ":status": 200, ...headers }, { endStream: true });
  }
}

function sendGrpcWeb(format: Format, res: HttpResponse, answer: Buffer, error?: WireError): void {
  const lines = Object.entries(grpcTrailers(error)).map(([name, value]) => `${name}: ${value}\r\n`);
  const bytes = Buffer.concat([answer, frame(trailersFlag, Buffer.from(lines.join("")))]);
  res.setHeader("content-type", format.contentType);
  res.setHeader("content-length", bytes.length);
  res.end(bytes);
}

function connectError(error: WireError): JsonObject {
  const body = { code: connectNameOf(error.code), message: error.message };
  if (error.details.length === 0) return body;
  const details = error.details.map(({ schema, message }) => ({
    type: schema.typeName,
    value: base64(toBinary(schema, message)),
    debug: toJson(schema, message),
  }));
  return { ...body, details };
}

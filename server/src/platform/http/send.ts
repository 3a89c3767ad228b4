import { promisify } from "node:util";
import zlib from "node:zlib";
import type { Exchange, HttpResponse } from "./exchange.ts";

const gzip = promisify(zlib.gzip);

/** Below this, compressing costs more than it saves. */
const gzipFromBytes = 1024;

/**
 * Data and code are compressed; pages are not, since they hold secrets (CSRF tokens) beside what the visitor
 * typed, and the compressed length would give them away (BREACH).
 */
const compressible =
  /^(?:application\/(?:json|proto|javascript|jwk-set\+json|scim\+json|xml)|text\/(?:css|plain|javascript)|image\/svg\+xml)\b/;

export function sendJson(exchange: Exchange, res: HttpResponse, status: number, value: unknown): void {
  sendText(exchange, res, status, "application/json", JSON.stringify(value));
}

/** Ends the response with a text body. HEAD gets the same headers and no body. */
export function sendText(
  exchange: Exchange,
  res: HttpResponse,
  status: number,
  contentType: string,
  text: string,
): void {
  // Small texts stay texts: Node then writes headers and body in one piece.
  sendBody(exchange, res, status, contentType, text, Buffer.byteLength(text));
}

export function sendBytes(
  exchange: Exchange,
  res: HttpResponse,
  status: number,
  contentType: string,
  bytes: Buffer,
): void {
  sendBody(exchange, res, status, contentType, bytes, bytes.length);
}

function sendBody(
  exchange: Exchange,
  res: HttpResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
  length: number,
): void {
  res.setHeader("content-type", contentType);
  if (!compressible.test(contentType)) return finish(exchange, res, status, body, length);
  res.setHeader("vary", addVary(res.getHeader("vary"), "Accept-Encoding"));
  if (length < gzipFromBytes || !acceptsGzip(exchange.header("accept-encoding"))) {
    return finish(exchange, res, status, body, length);
  }
  gzip(body, { level: 1 }).then(
    (packed) => {
      // A refusal may have been quicker.
      if (!res.headersSent) res.setHeader("content-encoding", "gzip");
      finish(exchange, res, status, packed, packed.length);
    },
    () => finish(exchange, res, status, body, length),
  );
}

function finish(
  exchange: Exchange,
  res: HttpResponse,
  status: number,
  body: string | Buffer,
  length: number,
): void {
  if (res.destroyed || res.headersSent) return;
  res.setHeader("content-length", length);
  res.statusCode = status;
  if (exchange.method === "HEAD") res.end();
  else res.end(body);
}

export function acceptsGzip(header: string | undefined): boolean {
  return (
    header !== undefined && /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))|,|$)/i.test(header)
  );
}

export function addVary(present: number | string | string[] | undefined, name: string): string {
  if (present === undefined) return name;
  const names = String(present);
  return names
    .toLowerCase()
    .split(/\s*,\s*/)
    .includes(name.toLowerCase())
    ? names
    : `${names}, ${name}`;
}

import { createGunzip } from "node:zlib";
import type { HttpRequest } from "./exchange.ts";

/** The largest request body that any endpoint takes, in bytes, before and after decompression. */
export const maxBodyBytes = 4 * 1024 * 1024;

/** The body is larger than allowed. Edges answer 413 or RESOURCE_EXHAUSTED. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** The client went away before its body was whole: nobody is there to answer. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/** The body cannot be decompressed. Edges answer 400 or INVALID_ARGUMENT. */
export class BodyCorrupt extends Error {
  override readonly name = "BodyCorrupt";
}

/**
 * Reads a whole request body.
 * @param encoding "gzip" decompresses; the limit holds for what comes out
 * @throws BodyTooLarge as soon as the limit is passed, BodyCorrupt, ClientGone
 */
export async function readBody(
  req: HttpRequest,
  limit = maxBodyBytes,
  encoding: "identity" | "gzip" = "identity",
): Promise<Buffer> {
  const announced = Number(req.headers["content-length"] ?? 0);
  if (announced > limit) throw new BodyTooLarge(`the body has ${announced} bytes`);
  const raw = await collect(req, limit);
  return encoding === "gzip" && raw.length > 0 ? gunzip(raw, limit) : raw;
}

function collect(req: HttpRequest, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Of a client that went away before, no event tells any more.
    if (req.aborted || req.destroyed) return reject(new ClientGone("the client went away"));
    const chunks: Buffer[] = [];
    let size = 0;
    let done = false;
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      done = true;
      // The rest is read and dropped: unread, it would hold up the connection until the request's time is over.
      req.off("data", onData).resume();
      reject(new BodyTooLarge(`the body has more than ${limit} bytes`));
    };
    const onEnd = (): void => {
      done = true;
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    };
    // Every request closes in the end; only before its end does that mean something.
    const onClose = (): void => {
      if (!done) reject(new ClientGone("the client went away"));
    };
    req.on("data", onData).once("end", onEnd).once("error", onClose).once("close", onClose);
  });
}

/**
 * Off the event loop, and stopped at the limit, so that a small body cannot unpack to gigabytes.
 * @throws BodyTooLarge, BodyCorrupt
 */
export function gunzip(raw: Uint8Array, limit = maxBodyBytes): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stream = createGunzip();
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > limit) stream.destroy(new BodyTooLarge(`the body unpacks to more than ${limit} bytes`));
    });
    stream.once("end", () => resolve(Buffer.concat(chunks)));
    stream.once("error", (error) =>
      reject(
        error instanceof BodyTooLarge
          ? error
          : new BodyCorrupt(`the body is not valid gzip: ${error.message}`),
      ),
    );
    stream.end(raw);
  });
}

/** Mounts handlers of the web's Request and Response (such as a hono app) on the port. */
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { BodyTooLarge, ClientGone, maxBodyBytes, readBody } from "./body.ts";
import type { Exchange, HttpRequest, HttpResponse, NodeHandler } from "./exchange.ts";
import { sendBytes, sendText } from "./send.ts";

/** `app.fetch` of hono has this shape: the exchange arrives as `c.env`. */
export type FetchHandler = (request: Request, exchange: Exchange) => Response | Promise<Response>;

/** Responses of this size and below are gathered, so that they can be compressed and carry their length. */
const gatherBytes = 1024 * 1024;

export function fromFetch(handler: FetchHandler): NodeHandler {
  return async (req, res, exchange) => {
    let request: Request;
    try {
      request = await toRequest(req, exchange);
    } catch (error) {
      if (error instanceof ClientGone) return void res.destroy();
      if (!(error instanceof BodyTooLarge)) throw error;
      return sendText(exchange, res, 413, "text/plain; charset=utf-8", "the body is too large");
    }
    await sendResponse(await handler(request, exchange), res, exchange);
  };
}

async function toRequest(req: HttpRequest, exchange: Exchange): Promise<Request> {
  const { origin } = await exchange.tenant();
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    if (name.startsWith(":") || value === undefined) continue;
    headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const url = `${origin}${exchange.path}${exchange.query === "" ? "" : `?${exchange.query}`}`;
  const bodyless = exchange.method === "GET" || exchange.method === "HEAD";
  const body = bodyless ? null : new Uint8Array(await readBody(req, maxBodyBytes));
  return new Request(url, { method: exchange.method, headers, body });
}

/** An answer of the web's kind, on the port. */
export async function sendResponse(response: Response, res: HttpResponse, exchange: Exchange): Promise<void> {
  if (res.destroyed) return;
  // A policy that names who may show a page in a frame takes the place of the header that every answer has.
  if (response.headers.get("content-security-policy")?.includes("frame-ancestors"))
    res.removeHeader("x-frame-options");
  for (const [name, value] of response.headers) if (name !== "set-cookie") res.setHeader(name, value);
  for (const cookie of response.headers.getSetCookie()) res.appendHeader("set-cookie", cookie);
  const length = Number(response.headers.get("content-length") ?? 0);
  const type = response.headers.get("content-type");
  if (response.body === null || type === null || length > gatherBytes) return pass(response, res, exchange);
  sendBytes(exchange, res, response.status, type, Buffer.from(await response.arrayBuffer()));
}

function pass(response: Response, res: HttpResponse, exchange: Exchange): void {
  res.statusCode = response.status;
  if (response.body === null || exchange.method === "HEAD") return void res.end();
  // The two declarations of a web stream (DOM's and Node's) describe the same object.
  const body = Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>);
  body.on("error", () => res.destroy());
  res.on("close", () => body.destroy());
  body.pipe(res as NodeJS.WritableStream);
}

/** Requests of a load: over kept connections, by node:http, which costs this process less than fetch. */
import { Agent, type IncomingHttpHeaders, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Whatever is answered, redirects too. */
export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Over the wire, compressed where it was asked for. */
  readonly bytes: number;
}

export function send(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const content = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: content.toString(),
          bytes: content.length,
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** @throws Error for every answer from 300 on */
export async function call(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Reply> {
  const { status, text } = await send(method, url, headers, body);
  if (status >= 300) throw new Error(`${method} ${url}: ${status} ${text.slice(0, 200)}`);
  // The API answers with objects, the health check with a word.
  const parsed: unknown = text.startsWith("{") ? JSON.parse(text) : {};
  // Only braces are parsed, so it is an object.
  return { status, body: parsed as Reply["body"] };
}

export const json = { "content-type": "application/json" };
export const form = { "content-type": "application/x-www-form-urlencoded" };

/** The credentials of a client (RFC 6749 section 2.3.1). */
export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;

/** Lets go of the connections, so that the process can end. */
export const hangUp = (): void => agent.destroy();

/** Requests of a load: over kept connections, by node:http, which costs this process less than fetch. */
import { Agent, request } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** @throws Error for every answer from 300 on */
export function call(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const status = response.statusCode ?? 0;
        if (status >= 300) reject(new Error(`${method} ${url}: ${status} ${text.slice(0, 200)}`));
        else {
          // The API answers with objects, the health check with a word.
          const parsed: unknown = text.startsWith("{") ? JSON.parse(text) : {};
          // Only braces are parsed, so it is an object.
          resolve({ status, body: parsed as Reply["body"] });
        }
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

export const json = { "content-type": "application/json" };
export const form = { "content-type": "application/x-www-form-urlencoded" };

/** The credentials of a client (RFC 6749 section 2.3.1). */
export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;

/** Lets go of the connections, so that the process can end. */
export const hangUp = (): void => agent.destroy();

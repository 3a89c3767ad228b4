import type http from "node:http";
import type { Http2Session } from "node:http2";
import type net from "node:net";

export interface Closing {
  readonly listener: net.Server;
  readonly http1: http.Server;
  readonly sessions: ReadonlySet<Http2Session>;
}

/** How often connections that have become idle meanwhile are looked for. */
const sweepMs = 50;

/** Resolves when the last connection is gone; whatever is still open after `graceMs` is cut. */
export function closeGracefully({ listener, http1, sessions }: Closing, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => http1.closeIdleConnections(), sweepMs);
    const cut = setTimeout(() => {
      http1.closeAllConnections();
      for (const session of sessions) session.destroy();
    }, graceMs);
    listener.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      // Stops the timer that checks connections; the server itself never listened.
      http1.close();
      resolve();
    });
    http1.closeIdleConnections();
    for (const session of sessions) session.close();
  });
}

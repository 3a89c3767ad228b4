/** `/debug/healthz` (the process runs), `/debug/ready` (it can serve), `/debug/metrics` (Prometheus text). */
import type { Exchange, HttpResponse, Route } from "./exchange.ts";
import { sendJson, sendText } from "./send.ts";

export interface DebugHooks {
  /** Ready to serve: the reasons why not, or none. */
  readonly notReady: () => Promise<readonly string[]>;
  /** Metrics in the Prometheus text format. */
  readonly metrics: () => string | Promise<string>;
}

export function debugRoutes(hooks: DebugHooks): readonly Route[] {
  const at = (
    name: string,
    handle: (exchange: Exchange, res: HttpResponse) => Promise<void> | void,
  ): Route => ({
    prefix: `/debug/${name}`,
    tenant: "own",
    handle: (_req, res, exchange) => {
      res.setHeader("cache-control", "no-store");
      return handle(exchange, res);
    },
  });
  return [
    at("healthz", (exchange, res) => sendText(exchange, res, 200, "text/plain; charset=utf-8", "ok")),
    at("ready", async (exchange, res) => {
      const reasons = await hooks.notReady();
      sendJson(exchange, res, reasons.length === 0 ? 200 : 503, { ready: reasons.length === 0, reasons });
    }),
    at("metrics", async (exchange, res) => {
      sendText(exchange, res, 200, "text/plain; version=0.0.4; charset=utf-8", await hooks.metrics());
    }),
  ];
}

/** The frame of what the API has beside its contract: any origin, a bearer token, refusals as REST answers them. */
import { unauthenticated } from "#src/platform/failure/index.ts";
import {
  applyApiCors,
  ClientGone,
  type Exchange,
  type HttpResponse,
  type NodeHandler,
  type Route,
  sendJson,
} from "#src/platform/http/index.ts";
import type { Translate } from "#src/platform/i18n/index.ts";
import { restRefusal } from "#src/platform/rpc/index.ts";

export interface FrameOptions {
  readonly translate: Translate;
  readonly report: (error: unknown, requestId: string) => void;
}

/** A route whose refusals may be thrown. Preflights do not reach the handler. */
export const framedRoute = (
  prefix: string,
  { translate, report }: FrameOptions,
  answer: NodeHandler,
): Route => ({
  prefix,
  tenant: "checked",
  async handle(req, res, exchange) {
    if (applyApiCors(req, res, exchange)) return;
    try {
      await answer(req, res, exchange);
    } catch (error) {
      if (error instanceof ClientGone) return void res.destroy();
      const refusal = restRefusal(error, exchange, translate);
      if (refusal.unexpected) report(error, exchange.requestId);
      res.setHeader("cache-control", "no-store");
      sendJson(exchange, res, refusal.status, refusal.body);
    }
  },
});

/** The token of the request. @throws unauthenticated with that id where it has none */
export function bearerOf(exchange: Exchange, id: string): string {
  const token = /^Bearer +(\S+)$/i.exec(exchange.header("authorization") ?? "")?.[1];
  if (token === undefined) throw unauthenticated(id, "Errors.Token.Missing");
  return token;
}

export const reads = ({ method }: Exchange): boolean => method === "GET" || method === "HEAD";

export const notAllowed = (exchange: Exchange, res: HttpResponse): void =>
  sendJson(exchange, res, 405, { code: 12, message: "Method Not Allowed", details: [] });

export const notFound = (exchange: Exchange, res: HttpResponse): void =>
  sendJson(exchange, res, 404, { code: 5, message: "Not Found", details: [] });

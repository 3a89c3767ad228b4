/** The page for requests of applications that can be answered neither to the application nor by a login. */

import type { Exchange } from "#src/platform/http/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Assets, readAssets } from "./assets/index.ts";
import { begin } from "./begin.ts";
import { errorPage } from "./pages/error.ts";
import { paths } from "./routes.ts";
import type { TextKey } from "./texts/index.ts";
import { show } from "./turn.ts";

export interface ForeignRefusal {
  /** Stable id of the reason. */
  readonly id: string;
  /** For the application's makers, in English. */
  readonly detail: string;
  /** What the application got wrong. */
  readonly about: "client" | "request" | "logout";
  /** Of the HTTP answer. */
  readonly status: number;
}

export interface RefusalPageParts {
  context(exchange: Exchange): Promise<Ctx>;
  readonly assets?: Assets;
}

/** In the look and the language of the login, with the reason, its id and a way on. */
export function createRefusalPage(
  parts: RefusalPageParts,
): (exchange: Exchange, refusal: ForeignRefusal) => Promise<Response> {
  const assets = parts.assets ?? readAssets();
  return async (exchange, refusal) => {
    const ctx = await parts.context(exchange);
    const turn = await begin({
      ctx,
      assets,
      keepsMails: false,
      request: asPage(ctx.origin, exchange),
      form: exchange.method === "POST" ? new URLSearchParams() : undefined,
    });
    const { frame } = turn;
    const page = errorPage(frame, {
      message: frame.t(textOf(refusal)),
      id: refusal.id,
      logId: ctx.requestId,
      detail: refusal.detail,
      againHref: paths.entry,
    });
    return show(turn, page, refusal.status);
  };
}

/** Only what begins a page: whose browser, in which language. The links to other languages lead back here. */
function asPage(origin: string, { path, query, header }: Exchange): Request {
  const headers = new Headers();
  const cookie = header("cookie");
  if (cookie !== undefined) headers.set("cookie", cookie);
  return new Request(`${origin}${path}${query === "" ? "" : `?${query}`}`, { headers });
}

function textOf({ about, status }: ForeignRefusal): TextKey {
  if (status === 429 || status === 503) return "error.unavailable";
  if (status >= 500) return "error.internal";
  if (about === "logout") return "error.logout";
  return about === "client" ? "error.applicationUnknown" : "error.applicationRequest";
}

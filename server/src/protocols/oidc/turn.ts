import type { Client } from "#src/domains/app/index.ts";
import type { Exchange, HttpResponse } from "#src/platform/http/index.ts";
import type { Translate } from "#src/platform/i18n/index.ts";
import type { Limits, Once } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { OAuthErrorCode } from "./errors.ts";
import type { Params } from "./params.ts";

/** Where an instance sends people to log in, when not to our own pages. */
export interface LoginFeature {
  /** All applications use it, whatever they have set themselves. */
  readonly required: boolean;
  /** Empty: our own pages. */
  readonly baseUri: string;
}

/** A refusal as people see it. */
export interface ShownRefusal {
  readonly id: string;
  readonly detail: string;
  readonly about: "client" | "request" | "logout";
  readonly status: number;
}

/** Of the device authorization grant, in seconds. */
export interface DeviceTimes {
  /** For how long a device waits. */
  readonly lifetime: number;
  /** How often it may ask. */
  readonly pollInterval: number;
}

/** What the endpoints are given from outside. */
export interface OidcParts {
  /** The request's context for the tenant of its host: caller anonymous, creator "OIDC". */
  makeCtx(exchange: Exchange): Promise<Ctx>;
  /**
   * Told of each request whose client or user has been proven, before it is served; once at most.
   * @throws resource_exhausted when the instance has no requests left
   */
  countProven?(exchange: Exchange, ctx: Ctx): Promise<void>;
  readonly limits: Pick<Limits, "check" | "fail" | "pace">;
  readonly once: Pick<Once, "first">;
  readonly translate: Translate;
  /** As configured; what is left out is as usual. */
  readonly devices?: { readonly [T in keyof DeviceTimes]: DeviceTimes[T] | undefined };
  /** The instance's choice of a login UI; our own pages when left out. */
  loginFeature?(ctx: Ctx): Promise<LoginFeature>;
  /** Shows people a refusal that cannot be answered to the application; a bare page when left out. */
  readonly showRefusal?:
    | ((exchange: Exchange, res: HttpResponse, refusal: ShownRefusal) => Promise<void>)
    | undefined;
  /** Told of everything that was thrown and is not a refusal. */
  report(error: unknown, requestId: string): void;
}

/** One request at one endpoint. */
export interface Turn {
  readonly ctx: Ctx;
  readonly parts: OidcParts;
  readonly method: string;
  readonly params: Params;
  header(name: string): string | undefined;
  /** To be called where client or user have just been proven, by one of the steps alone. */
  countProven(): Promise<void>;
  /** Lets pages of the client's own origins read the answer, be it a refusal. */
  admit(client: Client): void;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
}

export interface Endpoint {
  readonly path: string;
  readonly methods: readonly ("GET" | "POST")[];
  /** Whose scripts may read the answer: everybody's (it is public), the client's own, nobody's (it is a page). */
  readonly readers: "everybody" | "client" | "nobody";
  /** The code for refusals of slices that are the client's fault. */
  readonly fallback: OAuthErrorCode;
  /** The endpoint itself judges parameters that were given wrongly. */
  readonly lenient?: true;
  handle(turn: Turn): Promise<Answer>;
}

export const json = (body: object, headers?: Readonly<Record<string, string>>): Answer => ({
  status: 200,
  body,
  ...(headers === undefined ? {} : { headers }),
});

/** After a POST the browser must not send the form again (RFC 9700 section 4.12). */
export const redirect = (turn: Pick<Turn, "method">, url: string): Answer => ({
  status: turn.method === "POST" ? 303 : 302,
  headers: { location: url },
});

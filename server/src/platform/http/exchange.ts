/** One HTTP exchange as handlers see it, whichever HTTP version carries it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { ConfigReader } from "#src/platform/eventstore/index.ts";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

/** The instance a host belongs to, and the public URL it is reached under in this request. */
export interface Tenant {
  readonly instanceId: string;
  /** Such as `https://id.example.com`; no trailing slash. */
  readonly origin: string;
  /** The instance's configuration, exact as of the moment the host was looked up; left out where nothing was. */
  readonly config?: ConfigReader;
}

/** What is known of a request before any handler. */
export interface Exchange {
  readonly requestId: string;
  readonly method: string;
  /** Without query; not decoded. */
  readonly path: string;
  /** Without `?`; empty when there is none. */
  readonly query: string;
  readonly ip: string;
  readonly userAgent: string;
  /** BCP 47 tags of Accept-Language, best first. */
  readonly languages: readonly string[];
  /** A request header; several lines of one name are joined by a comma. */
  readonly header: (name: string) => string | undefined;
  /** A header of the answer, whoever gives it and be it a refusal, beside others of its name. */
  readonly addHeader: (name: string, value: string) => void;
  /**
   * The tenant by host; found out at first use.
   * @throws not_found Failure for a host of no instance
   */
  readonly tenant: () => Promise<Tenant>;
}

export type NodeHandler = (req: HttpRequest, res: HttpResponse, exchange: Exchange) => void | Promise<void>;

export interface Route {
  /** Such as `/oauth/v2`: matches itself and everything below. `/` takes what nobody else does. */
  readonly prefix: string;
  readonly handle: NodeHandler;
  /**
   * "checked": for an unknown host the front answers with a page or an error and the handler is not called;
   * "own": the handler asks `exchange.tenant()` and answers in its own protocol.
   */
  readonly tenant: "checked" | "own";
}

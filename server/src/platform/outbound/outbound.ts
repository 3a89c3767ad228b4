import type { Socket } from "node:net";
import {
  type GetLimits,
  type Got,
  guardedCall,
  guardedConnect,
  guardedGet,
  guardedPost,
  guardedSend,
  type Sent,
} from "./get.ts";
import { createNames } from "./names.ts";
import { createDenyList } from "./networks.ts";

/** The outside as callers may make us look at it: names and files of the public internet. */
export interface Outbound {
  /** The texts of a TXT record; none where there is no such name. @throws OutboundRefusal when nobody answers */
  txt(name: string): Promise<readonly string[]>;
  /** A small file over https, from public addresses alone. @throws OutboundRefusal */
  get(url: URL, limits: GetLimits): Promise<Got>;
  /**
   * Sends JSON to a hook over https or http, at a public address; the status. No redirect is followed.
   * @throws OutboundRefusal
   */
  post(url: URL, json: string, limits: Pick<GetLimits, "timeoutMs">): Promise<number>;
  /** As `post`, with a body and headers of the caller's. @throws OutboundRefusal */
  send(url: URL, sent: Sent, limits: Pick<GetLimits, "timeoutMs">): Promise<number>;
  /** As `post`, with headers of the caller's, and the answer read. @throws OutboundRefusal */
  call(url: URL, sent: Sent, limits: GetLimits): Promise<Got>;
  /**
   * A connection to a server of another protocol, at a public address or where the operator's own configuration has
   * it. Who asked for it closes it.
   * @throws OutboundRefusal
   */
  connect(host: string, port: number, limits: Pick<GetLimits, "timeoutMs">): Promise<Socket>;
  /** For who speaks TLS over `connect`: certificate authorities instead of the public ones (PEM). */
  readonly ca?: string | Buffer | undefined;
}

export interface OutboundOptions {
  /** Addresses, ranges and host names that are not asked. */
  readonly denyList: readonly string[];
  /** Places as `host:port` that the operator's own configuration names: `connect` reaches them wherever they are. */
  readonly ownPlaces?: readonly string[];
  /** Name servers instead of the system's. */
  readonly nameServers?: readonly string[];
  /** The port that https stands for; 443 but in tests. */
  readonly port?: number;
  /** Certificate authorities instead of the public ones (PEM). */
  readonly ca?: string | Buffer;
}

const nameTimeoutMs = 2_000;

export function createOutbound(options: OutboundOptions): Outbound {
  const names = createNames({ servers: options.nameServers, timeoutMs: nameTimeoutMs });
  const parts = {
    names,
    denied: createDenyList(options.denyList),
    own: new Set(options.ownPlaces?.map((place) => place.toLowerCase())),
    port: options.port ?? 443,
    ca: options.ca,
  };
  return {
    ca: options.ca,
    txt: names.txt,
    get: (url, limits) => guardedGet(parts, url, limits),
    post: (url, json, { timeoutMs }) => guardedPost(parts, url, json, timeoutMs),
    send: (url, sent, { timeoutMs }) => guardedSend(parts, url, sent, timeoutMs),
    call: (url, sent, limits) => guardedCall(parts, url, sent, limits),
    connect: (host, port, { timeoutMs }) => guardedConnect(parts, host, port, timeoutMs),
  };
}

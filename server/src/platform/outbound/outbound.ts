import { type GetLimits, type Got, guardedGet, guardedPost } from "./get.ts";
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
}

export interface OutboundOptions {
  /** Addresses, ranges and host names that are not asked. */
  readonly denyList: readonly string[];
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
    port: options.port ?? 443,
    ca: options.ca,
  };
  return {
    txt: names.txt,
    get: (url, limits) => guardedGet(parts, url, limits),
    post: (url, json, { timeoutMs }) => guardedPost(parts, url, json, timeoutMs),
  };
}

import { type IncomingMessage, request as plainRequest } from "node:http";
import { type RequestOptions, request } from "node:https";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import type { Names } from "./names.ts";
import type { DenyList } from "./networks.ts";
import { OutboundRefusal } from "./refusal.ts";

export interface GetLimits {
  readonly maxBytes: number;
  /** For all of it, from resolving the name to the last byte. */
  readonly timeoutMs: number;
}

export interface Got {
  readonly status: number;
  readonly body: string;
}

/** What is sent with a call: headers beside those that every request has, and the body. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface GetParts {
  readonly names: Names;
  readonly denied: DenyList;
  /** Places as `host:port` that the operator's own configuration names: they may be anywhere. */
  readonly own: ReadonlySet<string>;
  /** The port that https stands for; 443 but in tests. */
  readonly port: number;
  /** Certificate authorities instead of the public ones (PEM). */
  readonly ca?: string | Buffer | undefined;
}

const maxRedirects = 3;

/**
 * Reads a small file over https from somewhere that a caller named. The name is resolved once, all its addresses must
 * be allowed, and the connection goes to those addresses and no other, so that a name that leads elsewhere a moment
 * later (DNS rebinding) gains nothing. Redirects stay on the host.
 * @throws OutboundRefusal
 */
export function guardedGet(parts: GetParts, url: URL, limits: GetLimits): Promise<Got> {
  return inTime(url.host, limits.timeoutMs, (signal) => follow(parts, url, limits.maxBytes, signal));
}

/**
 * Sends JSON to a hook that was named to us, over https or http and at any port: unlike the proof of a domain, a hook
 * is wherever it was put. Names and addresses are held to the rules of `guardedGet`. The status is the answer, also
 * one that redirects, which is not followed; nothing of the body is read.
 * @throws OutboundRefusal
 */
export function guardedPost(parts: GetParts, url: URL, json: string, timeoutMs: number): Promise<number> {
  return guardedSend(parts, url, { headers: { "content-type": "application/json" }, body: json }, timeoutMs);
}

/** As `guardedPost`, with a body and headers of the caller's. @throws OutboundRefusal */
export function guardedSend(parts: GetParts, url: URL, sent: Sent, timeoutMs: number): Promise<number> {
  return inTime(url.host, timeoutMs, async (signal) => {
    const answer = await post(parts, url, sent, signal);
    answer.destroy();
    return answer.statusCode ?? 0;
  });
}

/** As `guardedPost`, with headers of the caller's, and the answer read. @throws OutboundRefusal */
export function guardedCall(parts: GetParts, url: URL, sent: Sent, limits: GetLimits): Promise<Got> {
  return inTime(url.host, limits.timeoutMs, async (signal) => {
    const answer = await post(parts, url, sent, signal);
    return { status: answer.statusCode ?? 0, body: await bodyOf(answer, limits.maxBytes) };
  });
}

async function post(parts: GetParts, url: URL, sent: Sent, signal: AbortSignal): Promise<IncomingMessage> {
  if (!/^https?:$/.test(url.protocol)) throw new OutboundRefusal("denied", url.host);
  return send(parts, url, await allowedAddresses(parts, url), signal, sent);
}

/**
 * A connection for protocols other than HTTP, to addresses that were looked at. Who asked for it closes it.
 * @throws OutboundRefusal
 */
export function guardedConnect(
  parts: GetParts,
  host: string,
  port: number,
  timeoutMs: number,
): Promise<Socket> {
  const place = `${host}:${port}`;
  return inTime(place, timeoutMs, async (signal) => {
    const isOwn = parts.own.has(place.toLowerCase());
    const addresses = isOwn ? undefined : await allowed(parts, host, place);
    signal.throwIfAborted();
    const socket = connect({ host, port, ...(addresses === undefined ? {} : { lookup: pinned(addresses) }) });
    return new Promise((resolve, reject) => {
      const giveUp = (): void => void socket.destroy();
      signal.addEventListener("abort", giveUp, { once: true });
      // It goes on listening: a connection that breaks before its owner listens must not end the process.
      socket.on("error", (error) => reject(new OutboundRefusal("unreachable", place, error)));
      socket.once("connect", () => {
        signal.removeEventListener("abort", giveUp);
        resolve(socket);
      });
    });
  });
}

async function inTime<T>(
  place: string,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new OutboundRefusal("timeout", place)), { once: true });
  });
  // Whoever loses the race is not an error of its own.
  ended.catch(() => undefined);
  return Promise.race([work(signal), ended]);
}

async function follow(parts: GetParts, start: URL, maxBytes: number, signal: AbortSignal): Promise<Got> {
  if (start.protocol !== "https:" || start.port !== "") throw new OutboundRefusal("denied", start.host);
  const addresses = await allowedAddresses(parts, start);
  let url = start;
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const answer = await send(parts, url, addresses, signal);
    const { statusCode = 0, headers } = answer;
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined)
      return { status: statusCode, body: await bodyOf(answer, maxBytes) };
    answer.destroy();
    url = onSameHost(url, headers.location);
  }
  throw new OutboundRefusal("redirected", "too often");
}

async function allowedAddresses(parts: GetParts, url: URL): Promise<readonly string[]> {
  if (url.username !== "" || url.password !== "") throw new OutboundRefusal("denied", url.host);
  return allowed(parts, url.hostname.replace(/^\[|\]$/g, ""), url.host);
}

async function allowed({ names, denied }: GetParts, host: string, place: string): Promise<readonly string[]> {
  if (denied.host(host)) throw new OutboundRefusal("denied", place);
  const addresses = isIP(host) === 0 ? await names.addresses(host) : [host];
  // One that is allowed does not excuse another: which of them is used is not ours to choose.
  if (addresses.some((address) => denied.address(address))) throw new OutboundRefusal("denied", place);
  return addresses;
}

function onSameHost(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.origin !== from.origin) throw new OutboundRefusal("redirected", "to another host");
  return to;
}

/** Answers with the addresses that were looked at, whatever the name says now. */
const pinned =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, done) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = all;
    if (options.all) done(null, all);
    else done(null, first?.address ?? "", first?.family ?? 0);
  };

function send(
  { port, ca }: GetParts,
  url: URL,
  addresses: readonly string[],
  signal: AbortSignal,
  sent?: Sent,
): Promise<IncomingMessage> {
  const isPlain = url.protocol === "http:";
  const options: RequestOptions = {
    host: url.hostname,
    port: url.port || (isPlain ? 80 : port),
    method: sent === undefined ? "GET" : "POST",
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      "user-agent": "Gatehouse",
      "accept-encoding": "identity",
      ...(sent === undefined ? {} : { ...sent.headers, "content-length": Buffer.byteLength(sent.body) }),
    },
    lookup: pinned(addresses),
    agent: false,
    signal,
    ...(ca === undefined ? {} : { ca }),
  };
  return new Promise((resolve, reject) => {
    const call = (isPlain ? plainRequest : request)(options, resolve);
    call.on("error", (error) => reject(new OutboundRefusal("unreachable", url.host, error)));
    call.end(sent?.body);
  });
}

async function bodyOf(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > maxBytes) throw new OutboundRefusal("too_large", `over ${maxBytes} bytes`);
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof OutboundRefusal ? error : new OutboundRefusal("unreachable", "cut off", error);
  }
  return Buffer.concat(pieces).toString("utf8");
}

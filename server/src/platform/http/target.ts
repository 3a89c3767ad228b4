/** Where a request is directed: RFC 9112 §3.2 and, over HTTP/2, RFC 9113 §8.3.1. */
import type { HttpRequest } from "./exchange.ts";
import { normalizeHost } from "./origin.ts";

/**
 * Makes of the absolute form of a target (`GET http://host/path`), which a client may send to any server, the usual
 * one with that host as its Host header: whoever looks at the request sees one host. The protocol it names says nothing
 * about how the request came.
 * @returns false for a request that names no host or two, or what is none: the answer to it is 400
 */
export function settleTarget(req: HttpRequest): boolean {
  const { host = "", ":authority": authority } = req.headers;
  if (!isHost(host) || linesOf("host", req.rawHeaders) > 1) return false;
  if (req.httpVersionMajor > 1) {
    // What is no path the parser has refused. A host beside the authority is allowed, another one is not.
    const named = String(authority ?? host);
    return isHost(named) && (host === "" || normalizeHost(named) === normalizeHost(host));
  }
  const [absolute, named = "", rest = ""] = /^https?:\/\/([^/?]*)(.*)$/i.exec(req.url ?? "") ?? [];
  if (absolute === undefined) return isPlain(req.url);
  if (named === "" || !isHost(named)) return false;
  req.headers.host = named;
  req.url = rest.startsWith("/") ? rest : `/${rest}`;
  return true;
}

/** A path, or the asterisk of OPTIONS. */
const isPlain = (url = ""): boolean => url.startsWith("/") || url === "*";

/** Of HTTP/1.0 none is asked; over HTTP/1.1 the parser has asked for the header, whose value may be empty. */
const isHost = (value: string): boolean => value === "" || normalizeHost(value) !== undefined;

/** Of several lines the parser shows the first alone. */
function linesOf(name: string, rawHeaders: readonly string[]): number {
  let lines = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) lines += 1;
  return lines;
}

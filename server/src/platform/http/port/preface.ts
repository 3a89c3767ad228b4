/** What the first bytes of a cleartext connection say about its protocol. */
export type Preface = "http1" | "http2" | "undecided";

/** RFC 9113 §3.4: what an HTTP/2 client sends first. */
const magic = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** No HTTP/1 method begins with `PRI `, so four bytes decide. */
const decisive = 4;

/** A broken preface that begins with `PRI ` counts as HTTP/2: that server refuses it in its own words. */
export function readPreface(bytes: Buffer): Preface {
  const seen = Math.min(bytes.length, decisive);
  if (!bytes.subarray(0, seen).equals(magic.subarray(0, seen))) return "http1";
  return seen < decisive ? "undecided" : "http2";
}

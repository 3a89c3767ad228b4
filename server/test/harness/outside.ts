/** A piece of the internet for tests: a name server and a web server with certificates of their own. */
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a name has. `a` is what one query after another is told, the last one for good. */
export interface Records {
  readonly a?: readonly (readonly string[])[];
  readonly aaaa?: readonly string[];
  readonly txt?: readonly string[];
}

export interface NameServer {
  readonly address: string;
  readonly records: Map<string, Records>;
  /** Queries so far, such as `A acme.example`. */
  readonly asked: string[];
  close(): void;
}

const types: Readonly<Record<number, "A" | "TXT" | "AAAA">> = { 1: "A", 16: "TXT", 28: "AAAA" };

export async function startNameServer(): Promise<NameServer> {
  const records = new Map<string, Records>();
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, peer) => {
    const { name, type, end } = questionOf(query);
    const before = asked.filter((one) => one === `${type} ${name}`).length;
    asked.push(`${type} ${name}`);
    const found = records.get(name);
    const values = answersOf(found, type, before);
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(found ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(values.length, 6);
    head.writeUInt16BE(0, 8);
    head.writeUInt16BE(0, 10);
    const body = values.map((data) => {
      const fixed = Buffer.alloc(12);
      fixed.writeUInt16BE(0xc00c, 0);
      fixed.writeUInt16BE(query.readUInt16BE(end - 4), 2);
      fixed.writeUInt16BE(1, 4);
      fixed.writeUInt16BE(data.length, 10);
      return Buffer.concat([fixed, data]);
    });
    socket.send(Buffer.concat([head, query.subarray(12, end), ...body]), peer.port, peer.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { address: `127.0.0.1:${socket.address().port}`, records, asked, close: () => void socket.close() };
}

function questionOf(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + size));
    at += 1 + size;
  }
  const type = types[query.readUInt16BE(at + 1)] ?? "A";
  return { name: labels.join(".").toLowerCase(), type, end: at + 5 };
}

function answersOf(
  found: Records | undefined,
  type: "A" | "TXT" | "AAAA",
  before: number,
): readonly Buffer[] {
  if (type === "TXT")
    return (found?.txt ?? []).map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]));
  if (type === "AAAA")
    return (found?.aaaa ?? []).map((address) => Buffer.from(address.replaceAll(":", ""), "hex"));
  const told = found?.a?.[Math.min(before, (found.a.length ?? 1) - 1)] ?? [];
  return told.map((address) => Buffer.from(address.split(".").map(Number)));
}

export interface WebServer {
  readonly port: number;
  /** The certificate, which is its own authority. */
  readonly ca: Buffer;
  /** Requests so far, such as `acme.example/path`. */
  readonly asked: string[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** @param names that the certificate is for, with everything below them */
export async function startWebServer(...names: readonly string[]): Promise<WebServer> {
  const tls = certificate(names);
  const server = createServer(tls, (request, response) => {
    web.asked.push(`${request.headers.host}${request.url}`);
    web.answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const web: WebServer = {
    // An address of a port, not of a socket file.
    port: (server.address() as AddressInfo).port,
    ca: tls.cert,
    asked: [],
    answer: (_request, response) => response.writeHead(404).end(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return web;
}

export function certificate(names: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "outside-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const config = join(folder, "config");
    const san = names.flatMap((name) => [`DNS:${name}`, `DNS:*.${name}`]).join(",");
    writeFileSync(
      config,
      `[req]\ndistinguished_name=dn\nx509_extensions=v3\n[dn]\n[v3]\nsubjectAltName=${san}\n`,
    );
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", config];
    const what = ["-days", "2", "-subj", "/CN=outside", "-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", ...curve, ...what], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

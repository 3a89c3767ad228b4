/** The one port: HTTP/1.1 and HTTP/2 in the clear by looking at the first bytes, or both over TLS by ALPN. */
import http from "node:http";
import http2 from "node:http2";
import net, { type AddressInfo, type Socket } from "node:net";
import tls from "node:tls";
import type { HttpRequest, HttpResponse } from "../exchange.ts";
import { closeGracefully } from "./shutdown.ts";
import { sniff } from "./sniff.ts";

export interface PortOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM. With it the port speaks TLS only. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  readonly limits?: Partial<PortLimits>;
  readonly onRequest: (req: HttpRequest, res: HttpResponse) => void;
}

export interface PortLimits {
  /** How long a connection may take to show its protocol or finish the TLS handshake. */
  readonly firstBytesMs: number;
  readonly headersMs: number;
  /** How long a whole HTTP/1 request, with its body, may take. */
  readonly requestMs: number;
  /** How long an unused keep-alive connection or HTTP/2 session stays open. */
  readonly idleMs: number;
  readonly headerBytes: number;
  readonly streamsPerConnection: number;
}

export interface Port {
  readonly address: AddressInfo;
  /** Stops accepting, lets what is under way finish for at most `graceMs`, then cuts. */
  close(graceMs?: number): Promise<void>;
}

const defaults: PortLimits = {
  firstBytesMs: 10_000,
  headersMs: 20_000,
  requestMs: 120_000,
  idleMs: 65_000,
  headerBytes: 32 * 1024,
  streamsPerConnection: 128,
};

export async function openPort(options: PortOptions): Promise<Port> {
  const limits = { ...defaults, ...options.limits };
  const http1 = createHttp1(limits);
  const h2 = createHttp2(limits);
  let draining = false;
  http1.on("request", (req, res) => {
    if (draining) res.setHeader("connection", "close");
    options.onRequest(req, res);
  });
  h2.server.on("request", options.onRequest);

  const undecided = new Set<() => void>();
  const emit = (protocol: "http1" | "http2", socket: Socket): void =>
    void (protocol === "http2" ? h2.server : http1).emit("connection", socket);
  const listener =
    options.tls === undefined
      ? net.createServer({ noDelay: true }, (socket) => {
          const giveUp = sniff(socket, limits.firstBytesMs, (protocol) => {
            undecided.delete(giveUp);
            emit(protocol, socket);
          });
          undecided.add(giveUp);
          socket.once("close", () => undecided.delete(giveUp));
        })
      : createTls(options.tls, limits, emit);

  await listen(listener, options);
  return {
    address: addressOf(listener),
    close: (graceMs = 10_000) => {
      draining = true;
      for (const giveUp of undecided) giveUp();
      return closeGracefully({ listener, http1, sessions: h2.sessions }, graceMs);
    },
  };
}

function createHttp1(limits: PortLimits): http.Server {
  const server = http.createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: Math.min(limits.headersMs, 5_000),
  });
  // This server never listens itself. Without the event it tracks no connections: its time-outs would never
  // fire and closeIdleConnections() would see nothing.
  server.emit("listening");
  return server;
}

function createHttp2(limits: PortLimits): { server: http2.Http2Server; sessions: Set<http2.Http2Session> } {
  const server = http2.createServer({
    settings: { maxConcurrentStreams: limits.streamsPerConnection, maxHeaderListSize: limits.headerBytes },
  });
  const sessions = new Set<http2.Http2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.setTimeout(limits.idleMs, () => session.close());
    // A quiet session is closed gently; a stream that is still open keeps it, so it must end in time too.
    session.on("stream", (stream) => stream.setTimeout(limits.requestMs, () => stream.close()));
  });
  // A peer that breaks the protocol has already been answered by GOAWAY; others are not concerned.
  server.on("sessionError", () => {});
  return { server, sessions };
}

function createTls(
  pair: NonNullable<PortOptions["tls"]>,
  limits: PortLimits,
  emit: (protocol: "http1" | "http2", socket: Socket) => void,
): tls.Server {
  const server = tls.createServer({
    key: pair.key,
    cert: pair.cert,
    ALPNProtocols: ["h2", "http/1.1"],
    minVersion: "TLSv1.2",
    handshakeTimeout: limits.firstBytesMs,
    noDelay: true,
  });
  server.on("secureConnection", (socket) => emit(socket.alpnProtocol === "h2" ? "http2" : "http1", socket));
  server.on("tlsClientError", () => {});
  return server;
}

function listen(server: net.Server, options: PortOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: options.host, port: options.port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function addressOf(server: net.Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the listener has no TCP address");
  return address;
}

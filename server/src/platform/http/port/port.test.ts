import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { afterEach, expect, test } from "vitest";
import { readBody } from "../body.ts";
import type { HttpRequest, HttpResponse } from "../exchange.ts";
import { selfSigned } from "./certificate.fixture.ts";
import { openPort, type Port, type PortLimits, type PortOptions } from "./port.ts";
import { readPreface } from "./preface.ts";

const open: Port[] = [];
afterEach(async () => {
  for (const port of open.splice(0)) await port.close(0);
  asked = 0;
});

/** Answers with version and path; `/body` counts the upload, `/slow` takes 300 ms. */
let asked = 0;
async function answer(req: HttpRequest, res: HttpResponse): Promise<void> {
  asked += 1;
  req.on("error", () => {});
  if (req.url === "/slow") await new Promise((resolve) => setTimeout(resolve, 300));
  const size = req.method === "POST" ? (await readBody(req).catch(() => Buffer.alloc(0))).length : 0;
  res.end(`${req.httpVersion} ${req.url} ${size}`);
}

async function start(limits: Partial<PortLimits> = {}, tls?: PortOptions["tls"]): Promise<Port> {
  const port = await openPort({
    host: "127.0.0.1",
    port: 0,
    limits,
    ...(tls === undefined ? {} : { tls }),
    onRequest: (req, res) => void answer(req, res),
  });
  open.push(port);
  return port;
}

function connect(port: Port): net.Socket {
  return net.connect(port.address.port, "127.0.0.1").on("error", () => {});
}

/** Everything the server says until it closes. */
async function hear(socket: net.Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  await once(socket, "close");
  return text;
}

function get(port: Port, path = "/", agent?: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { port: port.address.port, host: "127.0.0.1", path, ...(agent ? { agent } : {}) };
    http
      .get(options, (res) => {
        let text = "";
        res.on("data", (chunk) => {
          text += chunk;
        });
        res.on("end", () => resolve(text));
      })
      .on("error", reject);
  });
}

function getH2(session: http2.ClientHttp2Session, path = "/"): Promise<string> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ":path": path });
    let text = "";
    stream.on("data", (chunk) => {
      text += chunk;
    });
    stream.on("end", () => resolve(text));
    stream.on("error", reject);
  });
}

/** How often this thread's event loop has gone round. A busy machine adds none. */
const turns = () => performance.nodeTiming.uvMetricsInfo.loopCount;

test.each([
  ["P", "undecided"],
  ["PR", "undecided"],
  ["PRI", "undecided"],
  ["PRI ", "http2"],
  ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http2"],
  ["POST / HTTP/1.1", "http1"],
  ["PUT", "http1"],
  ["G", "http1"],
  ["\x16\x03\x01", "http1"],
])("the first bytes %j mean %s", (bytes, protocol) => {
  expect(readPreface(Buffer.from(bytes))).toBe(protocol);
});

test("one cleartext port serves HTTP/1.1 and HTTP/2 prior knowledge", async () => {
  const port = await start();
  expect(await get(port, "/a")).toBe("1.1 /a 0");
  const session = http2.connect(`http://127.0.0.1:${port.address.port}`);
  expect(await getH2(session, "/b")).toBe("2.0 /b 0");
  session.close();
});

test("a request that arrives byte by byte is understood in both versions", async () => {
  const port = await start();
  const first = connect(port);
  for (const byte of "POST /x HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi") {
    first.write(byte);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(await hear(first)).toContain("1.1 /x 2");
  const second = connect(port);
  for (const piece of ["P", "R", "I", " * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0\0\0\x04\0\0\0\0\0"]) {
    second.write(Buffer.from(piece, "latin1"));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  // The server's first frame is SETTINGS (type 4).
  const [settings]: Buffer[] = await once(second, "data");
  expect(settings?.[3]).toBe(4);
  second.destroy();
});

test.each(["P", "PR", "PRI"])("a lone %s does not spin and is dropped in time", async (bytes) => {
  const port = await start({ firstBytesMs: 300 });
  const socket = connect(port);
  socket.write(bytes);
  await once(socket, "connect");
  const before = turns();
  expect(await hear(socket)).toBe("");
  expect(turns() - before).toBeLessThan(100);
  expect(await get(port)).toBe("1.1 / 0");
});

test("a peer that connects and leaves, or says nothing, is forgotten", async () => {
  const port = await start({ firstBytesMs: 200 });
  connect(port).end();
  const half = connect(port);
  half.end("PR");
  await hear(half);
  await hear(connect(port));
  expect(await get(port)).toBe("1.1 / 0");
});

test("an HTTP/2 client that ends its side is let go", async () => {
  const port = await start();
  const socket = connect(port);
  socket.end(Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", "latin1"));
  await hear(socket);
});

test("a slow header gets 408: the time-outs of a server that never listens do fire", async () => {
  const port = await start({ headersMs: 400 });
  const socket = connect(port);
  socket.write("GET / HTTP/1.1\r\nhost: a\r\nx-slow: ");
  expect(await hear(socket)).toMatch(/^HTTP\/1\.1 408 /);
});

test("an oversized header gets 431 and disturbs nobody, over HTTP/2 neither", async () => {
  const port = await start({ headerBytes: 8 * 1024 });
  const session = http2.connect(`http://127.0.0.1:${port.address.port}`).on("error", () => {});
  const socket = connect(port);
  socket.write(`GET / HTTP/1.1\r\nhost: a\r\nx-big: ${"a".repeat(20_000)}\r\n\r\n`);
  expect(await hear(socket)).toMatch(/^HTTP\/1\.1 431 /);
  const big = session.request({ ":path": "/", "x-big": "a".repeat(20_000) });
  await expect(new Promise((_, reject) => big.on("error", reject))).rejects.toThrow();
  expect(await get(port)).toBe("1.1 / 0");
  const other = http2.connect(`http://127.0.0.1:${port.address.port}`);
  expect(await getH2(other)).toBe("2.0 / 0");
  session.destroy();
  other.close();
});

test("a malformed HTTP/2 preface is refused and disturbs nobody", async () => {
  const port = await start();
  const session = http2.connect(`http://127.0.0.1:${port.address.port}`);
  const slow = getH2(session, "/slow");
  for (const bytes of [
    "PRI * HTTP/3.0\r\n\r\nXX\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff",
  ]) {
    const socket = connect(port);
    socket.write(Buffer.from(bytes, "latin1"));
    socket.end("garbage".repeat(10));
    await hear(socket);
  }
  expect(await slow).toBe("2.0 /slow 0");
  session.close();
});

test("an aborted upload disturbs nobody", async () => {
  const port = await start();
  const session = http2.connect(`http://127.0.0.1:${port.address.port}`);
  const slow = Promise.all([get(port, "/slow"), getH2(session, "/slow")]);
  const socket = connect(port);
  socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\nsome");
  const stream = session.request({ ":method": "POST", ":path": "/" }, { endStream: false });
  stream.on("error", () => {});
  stream.write("some");
  await expect.poll(() => asked).toBe(4);
  socket.resetAndDestroy();
  stream.close(http2.constants.NGHTTP2_CANCEL);
  expect(await slow).toEqual(["1.1 /slow 0", "2.0 /slow 0"]);
  session.close();
});

test("shutdown lets requests under way finish and closes idle connections at once", async () => {
  const port = await start();
  const agent = new http.Agent({ keepAlive: true });
  await get(port, "/", agent);
  const session = http2.connect(`http://127.0.0.1:${port.address.port}`);
  await getH2(session);
  connect(port);
  const under = Promise.all([get(port, "/slow"), getH2(session, "/slow")]);
  await expect.poll(() => asked).toBe(4);
  // Nobody waits for the end of the grace.
  await port.close(2 ** 31 - 1);
  expect(await under).toEqual(["1.1 /slow 0", "2.0 /slow 0"]);
  await expect(get(port)).rejects.toThrow();
  agent.destroy();
});

test("shutdown cuts what is still open when the grace is over", async () => {
  const port = await start();
  const socket = connect(port);
  socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nx");
  await expect.poll(() => asked).toBe(1);
  // The rest of the request never comes.
  await port.close(200);
});

test("TLS with a given key and certificate offers h2 and http/1.1 by ALPN", async () => {
  const port = await start({}, selfSigned());
  const session = http2.connect(`https://127.0.0.1:${port.address.port}`, { rejectUnauthorized: false });
  expect(await getH2(session, "/b")).toBe("2.0 /b 0");
  session.close();
  const text = await new Promise((resolve, reject) => {
    https
      .get({ host: "127.0.0.1", port: port.address.port, path: "/a", rejectUnauthorized: false }, (res) =>
        res.on("data", (chunk) => resolve(String(chunk))),
      )
      .on("error", reject);
  });
  expect(text).toBe("1.1 /a 0");
});

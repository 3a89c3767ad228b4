import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { ClientGone, gunzip, readBody } from "./body.ts";
import { applyApiCors } from "./cors.ts";
import type { Exchange, Route } from "./exchange.ts";
import { fromFetch } from "./fetch.ts";
import { type AccessEntry, createFront } from "./front.ts";
import { selfSigned } from "./port/certificate.fixture.ts";
import { openPort, type Port, type PortOptions } from "./port/port.ts";
import { sendJson } from "./send.ts";
import { createTrust, defaultHostRules } from "./trust.ts";

const open: Port[] = [];
afterEach(async () => {
  for (const port of open.splice(0)) await port.close(0);
});

const app = new Hono<{ Bindings: Exchange }>();
app.get("/app/framed", (c) => {
  const denied = c.req.query("denied") === undefined ? {} : { "x-frame-options": "DENY" };
  return c.body("", 200, { "content-security-policy": "frame-ancestors https://portal.example", ...denied });
});
app.get("/app/origin", async (c) => c.text((await c.env.tenant()).origin));
app.get("/app/big", (c) => c.json({ text: "a".repeat(5000) }));
app.get("/app/page", (c) => c.html("<p>".repeat(5000)));
app.get("/app/url", (c) => c.text(c.req.url));
app.post("/app/echo", async (c) => {
  c.header("set-cookie", "a=1", { append: true });
  c.header("set-cookie", "b=2", { append: true });
  c.env.addHeader("set-cookie", "c=3");
  return c.text(String((await c.req.arrayBuffer()).byteLength), 201);
});

const routes: Route[] = [
  { prefix: "/app", tenant: "checked", handle: fromFetch(app.fetch) },
  {
    prefix: "/throws",
    tenant: "own",
    handle: (_req, _res, exchange) => {
      exchange.addHeader("set-cookie", "a=1");
      return Promise.reject(new Error("secret at file.ts:1"));
    },
  },
  {
    prefix: "/twice",
    tenant: "own",
    handle: (_req, res, exchange) => {
      sendJson(exchange, res, 200, { text: "a".repeat(5000) });
      throw new Error("after the answer");
    },
  },
  {
    prefix: "/left",
    tenant: "own",
    handle: async (req) => {
      await new Promise((settle) => req.once("close", settle));
      await readBody(req);
    },
  },
  {
    prefix: "/api",
    tenant: "own",
    handle: (req, res, exchange) => {
      if (!applyApiCors(req, res, exchange)) sendJson(exchange, res, 200, { ip: exchange.ip });
    },
  },
];

interface Seen {
  readonly port: Port;
  readonly access: AccessEntry[];
  readonly errors: unknown[];
}

interface Start {
  readonly notReady?: readonly string[];
  readonly externalSecure?: boolean;
  readonly tls?: NonNullable<PortOptions["tls"]>;
}

async function start({ notReady = [], externalSecure = true, tls }: Start = {}): Promise<Seen> {
  const access: AccessEntry[] = [];
  const errors: unknown[] = [];
  let ids = 0;
  const front = createFront({
    routes,
    trust: createTrust({ proxies: [], hostRules: defaultHostRules }),
    tenants: {
      findHost: async (name, instanceId) => {
        if (name === "a.example") return { instanceId: "1", kind: "registered" };
        if (name === "b.example") return { instanceId: "2", kind: "registered" };
        if (name === "login.example" && instanceId === "1") return { instanceId, kind: "trusted" };
        return undefined;
      },
      configured: () => ["a.example", "<b>.example"],
      setting: "THE_SETTING",
    },
    externalSecure,
    strictTransport: true,
    debug: { notReady: async () => notReady, metrics: () => "up 1\n" },
    translate: (key, _languages, values) => `${key} ${JSON.stringify(values)}`,
    newRequestId: () => `r${++ids}`,
    clock: () => performance.now(),
    onAccess: (entry) => access.push(entry),
    onError: (error) => errors.push(error),
  });
  const port = await openPort({ host: "127.0.0.1", port: 0, onRequest: front, ...(tls ? { tls } : {}) });
  open.push(port);
  return { port, access, errors };
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(
  { port }: Seen,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  method = "GET",
  body?: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = http.request(
      {
        host: "127.0.0.1",
        port: port.address.port,
        path,
        method,
        headers: { host: "a.example", ...headers },
        agent: false,
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on("data", (chunk: Buffer) => chunks.push(chunk));
        res.on("end", () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    req.on("error", reject);
    req.end(body);
  });
}

test("a hono app sees the public origin, the whole URL and the body, and may set several cookies", async () => {
  const seen = await start();
  expect((await ask(seen, "/app/origin")).body.toString()).toBe("https://a.example");
  expect((await ask(seen, "/app/url?x=1&y=%20")).body.toString()).toBe("https://a.example/app/url?x=1&y=%20");
  const echo = await ask(seen, "/app/echo", {}, "POST", Buffer.from("four"));
  expect([echo.status, echo.body.toString(), echo.headers["set-cookie"]]).toEqual([
    201,
    "4",
    ["c=3", "a=1", "b=2"],
  ]);
  expect((await ask(seen, "/app/none")).status).toBe(404);
  const head = await ask(seen, "/app/big", {}, "HEAD");
  expect([head.status, head.body.length]).toEqual([200, 0]);
});

test("over TLS the origin is https in both versions, in the clear http", async () => {
  expect((await ask(await start({ externalSecure: false }), "/app/origin")).body.toString()).toBe(
    "http://a.example",
  );
  const { port } = await start({ externalSecure: false, tls: selfSigned() });
  const origins = ["1.1", "2"].map(async (httpVersion) => {
    const target = { host: "127.0.0.1", port: port.address.port, rejectUnauthorized: false };
    if (httpVersion === "1.1") {
      return new Promise((resolve, reject) => {
        const req = https.get({ ...target, path: "/app/origin", headers: { host: "a.example" } }, (res) =>
          res.on("data", (chunk) => resolve(String(chunk))),
        );
        req.on("error", reject);
      });
    }
    const session = http2.connect(`https://127.0.0.1:${target.port}`, { rejectUnauthorized: false });
    const stream = session.request({ ":path": "/app/origin", ":authority": "a.example" });
    const [chunk] = await once(stream, "data");
    session.close();
    return String(chunk);
  });
  expect(await Promise.all(origins)).toEqual(["https://a.example", "https://a.example"]);
});

test("data is compressed where accepted, pages never", async () => {
  const seen = await start();
  const packed = await ask(seen, "/app/big", { "accept-encoding": "gzip" });
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(packed.body).length).toBe(5011);
  expect((await ask(seen, "/app/big")).headers["content-encoding"]).toBeUndefined();
  expect(
    (await ask(seen, "/app/page", { "accept-encoding": "gzip" })).headers["content-encoding"],
  ).toBeUndefined();
});

test("an unknown host gets a page for people and an error for programs, naming domains and setting", async () => {
  const seen = await start();
  const page = await ask(seen, "/app/origin", { host: "x.example", accept: "text/html" });
  expect([page.status, page.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
  expect(page.body.toString()).toContain("a.example");
  expect(page.body.toString()).toContain("THE_SETTING");
  expect(page.body.toString()).not.toContain("<b>");
  const arabic = { host: "x.example", accept: "text/html", "accept-language": "ar-EG" };
  expect((await ask(seen, "/app/origin", arabic)).body.toString()).toContain('<html lang="ar" dir="rtl">');
  const error = await ask(seen, "/app/origin", { host: "x.example" });
  expect(error.status).toBe(404);
  expect(JSON.parse(error.body.toString())).toMatchObject({
    code: 5,
    message: expect.stringContaining("HTTP-uh057"),
  });
});

test("a public host counts only when the chosen instance knows it", async () => {
  const seen = await start();
  const as = async (host: string, publicHost: string) =>
    (await ask(seen, "/app/origin", { host, "x-zitadel-public-host": publicHost })).body.toString();
  expect(await as("a.example", "login.example")).toBe("https://login.example");
  expect(await as("b.example", "login.example")).toContain("HTTP-uh057");
  expect(await as("a.example", "b.example")).toContain("HTTP-uh057");
  expect((await ask(seen, "/app/origin", { host: "login.example" })).status).toBe(404);
});

test("an unexpected error says the request id alone, and is reported", async () => {
  const seen = await start();
  const answer = await ask(seen, "/throws");
  // A header that was added goes with a refusal as well.
  expect([answer.status, answer.headers["set-cookie"]]).toEqual([500, ["a=1"]]);
  expect(answer.body.toString()).not.toMatch(/secret|file\.ts/);
  expect(answer.body.toString()).toContain(String(answer.headers["x-request-id"]));
  expect(seen.errors).toHaveLength(1);
});

test("the access log has the path without its query", async () => {
  const seen = await start();
  await ask(seen, "/app/origin?code=secret");
  await ask(seen, "/api/x", { host: "x.example" });
  expect(seen.access[0]).toMatchObject({ path: "/app/origin", status: 200, instanceId: "1", aborted: false });
  expect(seen.access[1]).toMatchObject({ path: "/api/x", instanceId: undefined, ip: "127.0.0.1" });
});

test("every answer carries the security headers and its request id", async () => {
  const { headers } = await ask(await start(), "/api/x");
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "strict-transport-security": expect.stringContaining("max-age="),
    "x-request-id": "r1",
  });
});

test("a page that says who may frame it carries no header that forbids it to all", async () => {
  const seen = await start();
  const framing = async (path: string) => (await ask(seen, path)).headers["x-frame-options"];
  expect(await framing("/app/framed")).toBeUndefined();
  expect(await framing("/app/framed?denied")).toBe("DENY");
  expect(await framing("/app/origin")).toBe("DENY");
});

test("an API answers a preflight of any origin and exposes its headers", async () => {
  const seen = await start();
  const preflight = await ask(
    seen,
    "/api/x",
    { origin: "https://spa.example", "access-control-request-method": "POST" },
    "OPTIONS",
  );
  expect(preflight.status).toBe(204);
  expect(preflight.headers["access-control-allow-origin"]).toBe("https://spa.example");
  expect(preflight.headers["access-control-allow-headers"]).toContain("x-zitadel-orgid");
  const answer = await ask(seen, "/api/x", { origin: "https://spa.example" });
  expect(answer.headers["access-control-expose-headers"]).toContain("grpc-status");
  expect(answer.headers.vary).toContain("Origin");
  expect((await ask(seen, "/app/origin", { origin: "https://spa.example" })).headers).not.toHaveProperty(
    "access-control-allow-origin",
  );
});

test("health, readiness and metrics answer for any host", async () => {
  const seen = await start();
  const host = "unknown.example";
  expect((await ask(seen, "/debug/healthz", { host })).body.toString()).toBe("ok");
  expect((await ask(seen, "/debug/ready", { host })).status).toBe(200);
  expect((await ask(seen, "/debug/metrics", { host })).body.toString()).toBe("up 1\n");
  const starting = await start({ notReady: ["database"] });
  const answer = await ask(starting, "/debug/ready", { host });
  expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([
    503,
    { ready: false, reasons: ["database"] },
  ]);
});

test("a body over 4 MiB is refused with 413, announced or not", async () => {
  const seen = await start();
  const big = Buffer.alloc(4 * 1024 * 1024 + 1);
  expect((await ask(seen, "/app/echo", {}, "POST", big)).status).toBe(413);
  expect((await ask(seen, "/app/echo", { "transfer-encoding": "chunked" }, "POST", big)).status).toBe(413);
  expect((await ask(seen, "/app/echo", {}, "POST", big.subarray(1))).status).toBe(201);
});

test("who sent too large a body may go on asking over the same connection", async () => {
  const { port } = await start();
  const socket = connect(port.address.port, "127.0.0.1");
  const piece = `100000\r\n${" ".repeat(1024 * 1024)}\r\n`;
  socket.write("POST /app/echo HTTP/1.1\r\nhost: a.example\r\ntransfer-encoding: chunked\r\n\r\n");
  for (let n = 0; n < 8; n += 1) socket.write(piece);
  socket.write("0\r\n\r\nGET /app/origin HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n");
  const heard = await text(socket);
  expect([...heard.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual(["413", "200"]);
});

test("the body of a client that has left already is broken, not waited for", async () => {
  const { port, errors, access } = await start();
  const socket = connect(port.address.port, "127.0.0.1");
  socket.end("POST /left HTTP/1.1\r\nhost: a.example\r\ncontent-length: 10\r\n\r\nhalf");
  await expect.poll(() => [errors, access.length]).toEqual([[new ClientGone("the client went away")], 1]);
});

test("an answer that is being packed when its handler fails ends once, with the refusal", async () => {
  const seen = await start();
  const { status, headers } = await ask(seen, "/twice", { "accept-encoding": "gzip" });
  expect([status, headers["content-encoding"], seen.errors.length]).toEqual([500, undefined, 1]);
});

test("a small body that unpacks to much is stopped at the limit", async () => {
  await expect(gunzip(gzipSync(Buffer.alloc(20_000_000)))).rejects.toMatchObject({ name: "BodyTooLarge" });
  await expect(gunzip(Buffer.from("no gzip"))).rejects.toMatchObject({ name: "BodyCorrupt" });
});

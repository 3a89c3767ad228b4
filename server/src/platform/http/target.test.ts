import { once } from "node:events";
import http2 from "node:http2";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFront } from "./front.ts";
import { openPort, type Port } from "./port/port.ts";
import { sendText } from "./send.ts";
import { createTrust, defaultHostRules } from "./trust.ts";

let port: Port;
beforeAll(async () => {
  const front = createFront({
    routes: [
      {
        prefix: "/",
        tenant: "checked",
        handle: async (req, res, exchange) => {
          const { origin } = await exchange.tenant();
          const seen = [origin, exchange.path, exchange.query, req.url, req.headers.host];
          sendText(exchange, res, 200, "text/plain", seen.join(" "));
        },
      },
    ],
    trust: createTrust({ proxies: [], hostRules: defaultHostRules }),
    tenants: {
      findHost: async (name) =>
        name.endsWith(".example") ? { instanceId: name, kind: "registered" } : undefined,
      configured: () => [],
      setting: "",
    },
    externalSecure: false,
    strictTransport: false,
    debug: { notReady: async () => [], metrics: () => "" },
    translate: (key) => key,
    newRequestId: () => "r",
    clock: () => 0,
    onAccess: () => {},
    onError: () => {},
  });
  port = await openPort({ host: "127.0.0.1", port: 0, onRequest: front });
});
afterAll(() => port.close(0));

/** Status and body of what is sent as it stands; the connection must end with it. */
async function say(target: string, ...headers: readonly string[]): Promise<readonly [number, string]> {
  const socket = connect(port.address.port, "127.0.0.1");
  const version = headers.length === 0 ? target : `${target} HTTP/1.1`;
  socket.write([`GET ${version}`, ...headers, "connection: close", "", ""].join("\r\n"));
  const heard = await text(socket);
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1]);
  return [status, status === 200 ? heard.slice(heard.indexOf("\r\n\r\n") + 4) : ""];
}

const a = "host: a.example";

test.each([
  ["/p?q=http://b.example", "http://a.example /p q=http://b.example /p?q=http://b.example a.example"],
  ["http://a.example/p?q", "http://a.example /p q /p?q a.example"],
  ["http://b.example:81/p", "http://b.example:81 /p  /p b.example:81"],
  ["HTTP://B.example?q", "http://b.example / q /?q B.example"],
  ["http://b.example", "http://b.example /  / b.example"],
  // What the target says of the protocol is the client's word.
  ["https://b.example//c/p", "http://b.example //c/p  //c/p b.example"],
])("the target %s is understood, and its host wins over the header", async (target, seen) => {
  expect(await say(target, a)).toEqual([200, seen]);
});

test.each([
  ["of an unknown host", "http://c.test/p"],
  ["of the header's host that is not the target's", "http://c.test/p", "x-other: 1"],
])("no instance answers for a target %s", async (_what, target, ...headers) => {
  expect((await say(target, a, ...headers))[0]).toBe(404);
});

test.each([
  ["no host", "/p", ["accept: */*"]],
  ["no host but in the target", "http://a.example/p", ["accept: */*"]],
  ["two hosts", "/p", [a, "Host: b.example"]],
  ["one host twice", "/p", [a, a]],
  ["two hosts beside a target that names one", "http://a.example/p", [a, "host: b.example"]],
  ["a list of hosts", "/p", ["host: a.example, b.example"]],
  ["a host with a path", "/p", ["host: a.example/b"]],
  ["a host with a user", "/p", ["host: b@a.example"]],
  ["a port that is no number", "/p", ["host: a.example:x"]],
  ["an invalid host beside a sound target", "http://a.example/p", ["host: a b"]],
  ["a user in the target", "http://b.example@a.example/p", [a]],
  ["a target without a host", "http:///p", [a]],
  ["a target of another protocol", "ftp://a.example/p", [a]],
  ["a fragment in the target's host", "http://a.example#b.example/p", [a]],
  ["a backslash in the target's host", "http://a.example\\b.example/p", [a]],
])("%s is 400, and the connection ends", async (_what, target, headers) => {
  expect((await say(target, ...headers))[0]).toBe(400);
});

test("an HTTP/1.0 request without a host belongs to no instance", async () => {
  expect((await say("/p HTTP/1.0"))[0]).toBe(404);
  expect((await say("/debug/healthz HTTP/1.0"))[0]).toBe(200);
});

test("over HTTP/2 the authority is the host, and no other may stand beside it", async () => {
  const session = http2.connect(`http://127.0.0.1:${port.address.port}`);
  const ask = async (headers: http2.OutgoingHttpHeaders) => {
    const stream = session.request({ ":path": "/p", ...headers });
    const heard = once(stream, "response").then(
      ([{ ":status": status }]) => status,
      () => "reset",
    );
    stream.resume();
    return heard;
  };
  const authority = { ":authority": "a.example" };
  expect(await ask(authority)).toBe(200);
  expect(await ask({ ...authority, host: "A.example" })).toBe(200);
  expect(await ask({ ...authority, host: "b.example" })).toBe(400);
  expect(await ask({ ":authority": "a.example:x" })).toBe(400);
  expect(await ask({ ":authority": "b@a.example" })).toBe("reset");
  expect(await ask({ ...authority, ":path": "http://b.example/p" })).toBe("reset");
  session.close();
});

import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type NameServer, startNameServer, startWebServer, type WebServer } from "#test/harness/outside.ts";
import {
  createDenyList,
  createOutbound,
  type Outbound,
  specialNetworks,
  specialNetworksButLoopback,
} from "./index.ts";

let dns: NameServer;
let web: WebServer;
/** May reach loopback, where the test's web server is, as an operator may allow it. */
let outbound: Outbound;
/** As it is unless an operator says otherwise. */
let strict: Outbound;
const limits = { maxBytes: 100, timeoutMs: 60_000 };
const withoutLoopback = specialNetworks.filter((entry) => entry !== "127.0.0.0/8");

beforeAll(async () => {
  [dns, web] = await Promise.all([startNameServer(), startWebServer("acme.example")]);
  const place = { nameServers: [dns.address], port: web.port, ca: web.ca };
  outbound = createOutbound({ ...place, denyList: withoutLoopback });
  strict = createOutbound({ ...place, denyList: specialNetworks });
});
beforeEach(() => {
  dns.records.clear();
  dns.asked.length = 0;
  web.asked.length = 0;
  web.answer = (_request, response) => response.end("here");
});
afterAll(async () => {
  dns.close();
  await web.close();
});

const names = (name: string, ...a: readonly (readonly string[])[]) => dns.records.set(name, { a });
const get = (url: string, from = outbound, within = limits) => from.get(new URL(url), within);
const refused = (reason: string) => expect.objectContaining({ name: "OutboundRefusal", reason });

test("a file of a public name is read, with the name in certificate and request", async () => {
  names("acme.example", ["127.0.0.1"]);
  expect(await get("https://acme.example/file?x=1")).toEqual({ status: 200, body: "here" });
  expect(web.asked).toEqual(["acme.example/file?x=1"]);
});

test("a certificate for another name is refused", async () => {
  names("other.example", ["127.0.0.1"]);
  await expect(get("https://other.example/")).rejects.toEqual(refused("unreachable"));
  expect(web.asked).toEqual([]);
});

test.each([
  ["this host", "127.0.0.1"],
  ["this host by another number", "127.8.8.8"],
  ["any address", "0.0.0.0"],
  ["a private network", "10.1.2.3"],
  ["a private network", "172.31.255.255"],
  ["a private network", "192.168.0.1"],
  ["a carrier's network", "100.64.0.1"],
  ["link-local", "169.254.0.1"],
  ["the metadata service of clouds", "169.254.169.254"],
  ["the metadata service of Azure", "168.63.129.16"],
  ["multicast", "224.0.0.1"],
  ["broadcast", "255.255.255.255"],
])("a name that leads to %s (%s) is not asked", async (_what, address) => {
  names("evil.example", [address]);
  await expect(get("https://evil.example/", strict)).rejects.toEqual(refused("denied"));
  expect(web.asked).toEqual([]);
});

test("one private address among public ones is enough to refuse", async () => {
  names("mixed.example", ["93.184.216.34", "10.0.0.1"]);
  await expect(get("https://mixed.example/", strict)).rejects.toEqual(refused("denied"));
});

test("a private IPv6 address beside a public IPv4 one is enough to refuse", async () => {
  dns.records.set("six.example", {
    a: [["93.184.216.34"]],
    aaaa: ["0000:0000:0000:0000:0000:0000:0000:0001"],
  });
  await expect(get("https://six.example/", strict)).rejects.toEqual(refused("denied"));
});

test.each([
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://0177.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://localhost/",
  "https://LOCALHOST./",
  "https://a.localhost/",
])("%s is not asked, however it is written", async (url) => {
  await expect(get(url, strict)).rejects.toEqual(refused("denied"));
  expect(dns.asked).toEqual([]);
});

const ways: readonly [string, (from: Outbound, host: string) => Promise<unknown>][] = [
  ["the proof of a domain", (from, host) => from.get(new URL(`https://${host}/`), limits)],
  ["a hook", (from, host) => from.post(new URL(`https://${host}/`), "{}", limits)],
  ["a logout", (from, host) => from.send(new URL(`https://${host}/`), { headers: {}, body: "" }, limits)],
  ["a provider", (from, host) => from.call(new URL(`https://${host}/`), { headers: {}, body: "" }, limits)],
  ["a mail server", (from, host) => from.connect(host.replace(/^\[|\]$/g, ""), web.port, limits)],
];

test.each(ways)("%s is never sought at localhost, unless the operator allows it", async (_what, ask) => {
  for (const host of ["localhost", "app.localhost", "LOCALHOST.", "127.0.0.1", "[::1]"])
    await expect(ask(strict, host)).rejects.toEqual(refused("denied"));
  expect([web.asked, dns.asked]).toEqual([[], []]);
});

test("localhost is this machine where it is allowed, whatever the DNS says (RFC 6761)", async () => {
  names("app.localhost", ["10.0.0.1"]);
  const place = { nameServers: [dns.address], port: web.port, ca: web.ca };
  const developer = createOutbound({ ...place, denyList: specialNetworksButLoopback });
  const plain = createServer().listen(0, "127.0.0.1");
  await once(plain, "listening");
  const { port } = plain.address() as AddressInfo;
  for (const host of ["localhost", "app.localhost", "LocalHost.", "127.0.0.1"])
    (await developer.connect(host, port, limits)).destroy();
  plain.close();
  expect(dns.asked).toEqual([]);
  // The rest of the operator's networks stays closed, by whatever name.
  names("inside.example", ["10.0.0.1"]);
  for (const host of ["10.0.0.1", "169.254.169.254", "inside.example"])
    await expect(developer.post(new URL(`http://${host}/`), "{}", limits)).rejects.toEqual(refused("denied"));
});

test("localhost is refused where only one of its two addresses is allowed", async () => {
  const half = createOutbound({ denyList: ["::1"] });
  await expect(half.post(new URL("http://localhost/"), "{}", limits)).rejects.toEqual(refused("denied"));
});

test.each(["http://acme.example/", "https://acme.example:8443/", "https://u:p@acme.example/"])(
  "%s is not asked: https on its own port, without a user",
  async (url) => {
    names("acme.example", ["127.0.0.1"]);
    await expect(get(url)).rejects.toEqual(refused("denied"));
  },
);

test("DNS rebinding: the address that was looked at is the one connected to", async () => {
  names("acme.example", ["127.0.0.1"], ["10.0.0.1"]);
  expect((await get("https://acme.example/")).status).toBe(200);
  expect(dns.asked.filter((asked) => asked.startsWith("A "))).toHaveLength(1);
});

test("a connection that breaks before anybody listens to it harms nobody", async () => {
  const server = createServer((socket) => socket.on("data", () => socket.resetAndDestroy()));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const socket = await outbound.connect("127.0.0.1", port, { timeoutMs: 60_000 });
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.write("x");
  expect(await closed).toBe(true);
  server.close();
});

test("DNS rebinding: a redirect on the same host goes to the same address", async () => {
  names("acme.example", ["127.0.0.1"], ["10.0.0.1"]);
  web.answer = ({ url }, response) =>
    url === "/b" ? response.end("b") : response.writeHead(302, { location: "/b" }).end();
  expect(await get("https://acme.example/a")).toEqual({ status: 200, body: "b" });
  expect(dns.asked.filter((asked) => asked.startsWith("A "))).toHaveLength(1);
});

test.each([
  "https://other.acme.example/",
  "https://169.254.169.254/latest/meta-data",
  "http://acme.example/",
  "https://acme.example:9443/",
  "file:///etc/passwd",
  "//evil.example/",
])("a redirect to %s is not followed", async (location) => {
  names("acme.example", ["127.0.0.1"]);
  names("other.acme.example", ["127.0.0.1"]);
  web.answer = (_request, response) => response.writeHead(307, { location }).end();
  await expect(get("https://acme.example/")).rejects.toEqual(refused("redirected"));
  expect(web.asked).toEqual(["acme.example/"]);
});

test("redirects without end are given up", async () => {
  names("acme.example", ["127.0.0.1"]);
  web.answer = (_request, response) => response.writeHead(302, { location: "/again" }).end();
  await expect(get("https://acme.example/")).rejects.toEqual(refused("redirected"));
  expect(web.asked).toHaveLength(4);
});

test("a file without end is cut off at its limit", async () => {
  names("acme.example", ["127.0.0.1"]);
  web.answer = (_request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(1000)));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  };
  await expect(get("https://acme.example/")).rejects.toEqual(refused("too_large"));
});

test("an answer that never comes is waited for so long and no longer", async () => {
  names("acme.example", ["127.0.0.1"]);
  web.answer = () => undefined;
  const short = { maxBytes: 100, timeoutMs: 150 };
  await expect(get("https://acme.example/", outbound, short)).rejects.toEqual(refused("timeout"));
});

test("an operator allows a network by leaving it out of the deny list", () => {
  const list = createDenyList(["10.0.0.0/8", "intern.example"]);
  expect(list.address("10.1.1.1")).toBe(true);
  expect(list.address("192.168.1.1")).toBe(false);
  expect(["intern.example", "a.intern.example", "notintern.example"].map(list.host)).toEqual([
    true,
    true,
    false,
  ]);
  expect(createDenyList([]).address("127.0.0.1")).toBe(false);
});

test.each([
  "::ffff:10.0.0.1",
  "::ffff:a00:1",
  "::10.0.0.1",
  "64:ff9b::a00:1",
  "::ffff:0:10.0.0.1",
  "::ffff:0:5db8:d822",
  "2002:a00:1::1",
  "fe80::1%eth0",
  "fd00:ec2::254",
  "2001:0:1:2::3",
  "not an address",
])("%s counts as denied, whatever form it wears", (address) => {
  expect(createDenyList(specialNetworks).address(address)).toBe(true);
});

test.each(["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])("%s is public", (address) => {
  expect(createDenyList(specialNetworks).address(address)).toBe(false);
});

test("an address of SIIT is what it carries, also with a deny list of the operator's own", () => {
  const list = createDenyList(["10.0.0.0/8"]);
  expect(list.address("::ffff:0:a00:1")).toBe(true);
  expect(list.address("::ffff:0:5db8:d822")).toBe(false);
});

test("TXT records are read; without a name there are none", async () => {
  dns.records.set("_zitadel-challenge.acme.example", { txt: ["other", "token"] });
  expect(await outbound.txt("_zitadel-challenge.acme.example")).toEqual(["other", "token"]);
  expect(await outbound.txt("nobody.example")).toEqual([]);
  await expect(get("https://nobody.example/")).rejects.toEqual(refused("unresolved"));
});

const post = (url: string, from = outbound, timeoutMs = 60_000) =>
  from.post(new URL(url), '{"a":"ü"}', { timeoutMs });

test("a hook is sent JSON, at the address that was looked at; its status is the answer", async () => {
  names("acme.example", ["127.0.0.1"], ["10.0.0.1"]);
  const got: string[] = [];
  web.answer = (request, response) => {
    request.setEncoding("utf8").on("data", (text: string) => got.push(text));
    request.on("end", () => response.writeHead(202).end());
    got.push(`${request.method} ${request.headers["content-type"]}`);
  };
  expect(await post("https://acme.example/hook?x=1")).toBe(202);
  expect(got).toEqual(["POST application/json", '{"a":"ü"}']);
});

test.each([
  "https://127.0.0.1/",
  "http://127.0.0.1:8080/",
  "http://[::ffff:10.0.0.1]/",
  "http://169.254.169.254/latest/meta-data",
  "http://localhost:9000/",
  "https://inside.example/",
  "https://:secret@acme.example/",
  "ftp://acme.example/",
])("no hook is called at %s", async (url) => {
  names("inside.example", ["10.0.0.1"]);
  names("acme.example", ["127.0.0.1"]);
  await expect(post(url, strict)).rejects.toEqual(refused("denied"));
  expect(web.asked).toEqual([]);
});

test("a hook that redirects is not followed", async () => {
  names("acme.example", ["127.0.0.1"]);
  web.answer = (_request, response) => response.writeHead(307, { location: "/b" }).end();
  expect(await post("https://acme.example/a")).toBe(307);
  expect(web.asked).toEqual(["acme.example/a"]);
});

test("a hook whose answer has no end is not read, and one that never answers is given up", async () => {
  names("acme.example", ["127.0.0.1"]);
  web.answer = (_request, response) => void response.write("x");
  expect(await post("https://acme.example/")).toBe(200);
  web.answer = () => undefined;
  await expect(post("https://acme.example/", outbound, 150)).rejects.toEqual(refused("timeout"));
});

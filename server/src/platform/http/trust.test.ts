import { expect, test } from "vitest";
import { normalizeHost, originOf, readHosts } from "./origin.ts";
import { clientAddress, createTrust, defaultHostRules } from "./trust.ts";

const trust = createTrust({ proxies: ["10.0.0.0/8", "::1", "fd00::/8"], hostRules: defaultHostRules });

test.each([
  ["8.8.8.8", "1.2.3.4", "8.8.8.8"],
  ["8.8.8.8", undefined, "8.8.8.8"],
  ["10.0.0.1", "1.2.3.4", "1.2.3.4"],
  ["::ffff:10.0.0.1", "6.6.6.6, 1.2.3.4, 10.1.1.1", "1.2.3.4"],
  ["::1", "[2001:db8::1]:443", "2001:db8::1"],
  ["10.0.0.1", "1.2.3.4:5678", "1.2.3.4"],
  ["10.0.0.1", "not an address", "10.0.0.1"],
  ["10.0.0.1", "1.2.3.4, nonsense", "10.0.0.1"],
  ["10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"],
])("from %s with X-Forwarded-For %s the client is %s", (peer, header, client) => {
  expect(clientAddress(peer, header, trust)).toBe(client);
});

test.each(["10.0.0.0/33", "proxy", "10.0.0.0/x", "/8"])("the range %s is refused by name", (range) => {
  expect(() => createTrust({ proxies: [range], hostRules: [] })).toThrow(range);
});

const hosts = (peer: string, headers: Record<string, string>, more: { externalSecure?: boolean } = {}) =>
  readHosts(
    {
      header: (name) => headers[name],
      authority: "id.example.com:8080",
      peer,
      encrypted: false,
      externalSecure: more.externalSecure ?? false,
    },
    trust,
  );

test("without further headers Host is both, in the protocol of the socket", () => {
  expect(hosts("8.8.8.8", {})).toEqual({
    instance: "id.example.com:8080",
    public: "id.example.com:8080",
    secure: false,
  });
  expect(hosts("8.8.8.8", {}, { externalSecure: true }).secure).toBe(true);
});

test("forwarding headers of strangers are ignored", () => {
  const headers = {
    "x-forwarded-host": "evil.example",
    forwarded: "host=evil.example;proto=https",
    "x-forwarded-proto": "https",
  };
  expect(hosts("8.8.8.8", headers)).toEqual(hosts("8.8.8.8", {}));
});

test("a proxy may name the public host and protocol, in either form", () => {
  expect(
    hosts("10.0.0.1", { "x-forwarded-host": "Pub.example", "x-forwarded-proto": "https" }),
  ).toMatchObject({
    instance: "id.example.com:8080",
    public: "pub.example",
    secure: true,
  });
  expect(
    hosts("10.0.0.1", { forwarded: 'for=1.2.3.4;Host="pub.example:8443";proto=https, host=inner' }),
  ).toMatchObject({ public: "pub.example:8443", secure: true });
});

test("x-zitadel-instance-host chooses the tenant, x-zitadel-public-host what the outside sees", () => {
  const headers = { "x-zitadel-instance-host": "tenant.example", "x-zitadel-public-host": "login.example" };
  expect(hosts("8.8.8.8", headers)).toMatchObject({ instance: "tenant.example", public: "login.example" });
});

test.each([
  ["Example.COM.", "example.com"],
  ["a.b:80", "a.b:80"],
  ["[::1]:8080", "[::1]:8080"],
  ["a b", undefined],
  ["a/b", undefined],
  ["<script>", undefined],
  ["a@b", undefined],
  ["a:99999999", undefined],
  ["", undefined],
])("the host %j reads as %s", (text, host) => {
  expect(normalizeHost(text)).toBe(host);
});

test("an origin leaves out its protocol's own port", () => {
  expect(originOf("a:443", true)).toBe("https://a");
  expect(originOf("a:443", false)).toBe("http://a:443");
  expect(originOf("a:80", false)).toBe("http://a");
});

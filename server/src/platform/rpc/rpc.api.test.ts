import http from "node:http";
import http2 from "node:http2";
import { gzipSync } from "node:zlib";
import { ConnectError, createClient } from "@connectrpc/connect";
import {
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from "@connectrpc/connect-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CredentialsCheckErrorSchema, ErrorDetailSchema } from "#contract/zitadel/message_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createTestTransport, startTestServer, type TestServer } from "../../../test/harness/rpc.ts";
import { contractMethods } from "./contract.ts";
import { type Ask, askOf, bearer, makeCtx, parts } from "./rpc.fixture.ts";

let server: TestServer;

const rest: Ask = (...request) => askOf(server.url)(...request);

const connectPath = (method: string) => `/zitadel.org.v2.OrganizationService/${method}`;
const post = (method: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  rest("POST", connectPath(method), body, { "content-type": "application/json", ...headers });

function asConnectError(error: unknown): ConnectError {
  if (!(error instanceof ConnectError)) throw error;
  return error;
}

const transports = {
  "connect json": () =>
    createConnectTransport({ baseUrl: server.url, httpVersion: "1.1", useBinaryFormat: false }),
  "connect binary h2": () =>
    createConnectTransport({ baseUrl: server.url, httpVersion: "2", useBinaryFormat: true }),
  gRPC: () => createGrpcTransport({ baseUrl: server.url }),
  "gRPC-web": () => createGrpcWebTransport({ baseUrl: server.url, httpVersion: "1.1" }),
  "gRPC-web h2": () => createGrpcWebTransport({ baseUrl: server.url, httpVersion: "2" }),
  "in memory": () => createTestTransport(parts, makeCtx, { authorize: () => {} }),
};

describe.each([
  ["the unary path", true],
  ["connect-es", false],
])("%s", (_path, unaryPath) => {
  beforeAll(async () => {
    server = await startTestServer(parts, makeCtx, {
      methods: contractMethods,
      authorize: () => {},
      unaryPath,
    });
  });
  afterAll(() => server.port.close(0));

  for (const [name, open] of Object.entries(transports)) {
    test(`${name}: answers, refusals with details, and codes are the same`, async () => {
      const client = createClient(OrganizationService, open());
      const headers = { ...bearer, "x-zitadel-orgid": "42" };
      const added = await client.addOrganization({ name: "acme" }, { headers });
      expect(added.organizationId).toBe("42|ada|acme");

      const refused = (call: Promise<unknown>) => call.then(() => expect.unreachable(), asConnectError);
      const missing = await refused(client.deleteOrganization({ organizationId: "1" }, { headers }));
      expect(missing).toMatchObject({ code: 5, rawMessage: "organizationId: Errors.Org.NotFound (ORG-1)" });
      const forPeople = { id: "ORG-1", message: "Errors.Org.NotFound" };
      expect(missing.findDetails(ErrorDetailSchema)[0]).toMatchObject(forPeople);

      const wrong = await refused(client.deactivateOrganization({ organizationId: "1" }, { headers }));
      expect(wrong.code).toBe(3);
      expect(wrong.findDetails(CredentialsCheckErrorSchema)[0]).toMatchObject({
        id: "COMMAND-3M0fs",
        failedAttempts: 3,
      });

      const broken = await refused(client.addOrganization({ name: "" }, { headers }));
      expect(broken).toMatchObject({
        code: 3,
        rawMessage: expect.stringMatching(/^invalid AddOrganizationRequest.Name: [^()]+$/),
      });
      expect(broken.findDetails(ErrorDetailSchema)[0]?.id).toBe("VALIDATE-TooShort");

      expect(await refused(client.listOrganizations({}))).toMatchObject({
        code: 16,
        rawMessage: "auth header missing",
      });
      const basic = { authorization: "Basic x" };
      expect(await refused(client.listOrganizations({}, { headers: basic }))).toMatchObject({
        code: 16,
        rawMessage: expect.stringContaining("AUTH-toLo1"),
      });
      expect(
        await refused(client.updateOrganization({ organizationId: "1", name: "a" }, { headers })),
      ).toMatchObject({ code: 12 });
      expect(await refused(client.addOrganization({ name: "a\0" }, { headers }))).toMatchObject({
        code: 3,
        rawMessage: expect.stringContaining("AddOrganizationRequest.Name"),
      });
    });
  }

  test("an unforeseen error says the request id alone, and is reported", async () => {
    const before = server.unexpected.length;
    const answer = await post("ActivateOrganization", `{"organizationId":"1"}`);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|file\.ts/);
    expect(answer.body["message"]).toContain(answer.headers.get("x-request-id"));
    expect(server.unexpected).toHaveLength(before + 1);
  });

  test("the organization in the request wins over the header", async () => {
    const human = { profile: { givenName: "a", familyName: "b" }, email: { email: "a@b.c" } };
    const add = async (organization: object) =>
      (
        await rest("POST", "/v2/users/human", JSON.stringify({ ...human, ...organization }), {
          "x-zitadel-orgid": "9",
        })
      ).body["userId"];
    expect(await add({})).toBe("9|");
    expect(await add({ organization: { orgId: "7" } })).toBe("7|");
    expect(await add({ organization: { orgDomain: "acme.example" } })).toBe("domain:acme.example|");
  });

  test("a public method needs no token, and ignores a bad one", async () => {
    expect((await rest("GET", "/management/v1/healthz", undefined, { authorization: "" })).status).toBe(200);
    expect(
      (await rest("GET", "/management/v1/healthz", undefined, { authorization: "Basic x" })).status,
    ).toBe(200);
  });

  test("a deadline is kept in every protocol", async () => {
    const body = JSON.stringify({ newPassword: { password: "x" }, currentPassword: "y" });
    expect((await rest("POST", "/v2/users/1/password", body, { "grpc-timeout": "50m" })).status).toBe(504);
    const client = createClient(UserService, transports.gRPC());
    const late = client.setPassword(
      { userId: "1", newPassword: { password: "x" }, verification: { case: "currentPassword", value: "y" } },
      { headers: bearer, timeoutMs: 50 },
    );
    await expect(late).rejects.toMatchObject({ code: 4 });
    expect((await rest("GET", "/v2/users/1", undefined, { "grpc-timeout": "soon" })).body).toMatchObject({
      code: 3,
    });
  });

  interface GrpcEnd {
    readonly status: unknown;
    readonly data: boolean;
  }

  /** One raw gRPC call: the status from headers or trailers, and whether there was a DATA frame. */
  function grpc(
    path: string,
    authority: string,
    body = Buffer.from([0, 0, 0, 0, 0]),
    headers: http2.OutgoingHttpHeaders = {},
  ): Promise<GrpcEnd> {
    return new Promise((resolve, reject) => {
      const session = http2.connect(server.url);
      const stream = session.request({
        ":method": "POST",
        ":path": path,
        ":authority": authority,
        "content-type": "application/grpc",
        te: "trailers",
        ...headers,
      });
      let status: unknown;
      let data = false;
      const see = (headers: http2.IncomingHttpHeaders): void => {
        status ??= headers["grpc-status"];
      };
      stream.on("response", see).on("trailers", see).on("error", reject);
      stream.on("data", () => {
        data = true;
      });
      stream.on("close", () => {
        session.close();
        resolve({ status, data });
      });
      stream.end(body);
    });
  }

  test("an unknown host is an error in the words of the protocol", async () => {
    expect((await grpc(connectPath("AddOrganization"), "unknown.example")).status).toBe("5");
    expect((await grpc("/zitadel.system.v1.SystemService/ListInstances", "unknown.example")).status).toBe(
      "16",
    );
  });

  test("gRPC refusals carry the status without a DATA frame", async () => {
    for (const [method, status] of [
      ["AddOrganization", "16"],
      ["NoSuchMethod", "12"],
    ] as const) {
      expect(await grpc(connectPath(method), "a.example"), method).toEqual({ status, data: false });
    }
  });

  test("over 4 MiB is RESOURCE_EXHAUSTED in every protocol, and 413 where the protocol lets us", async () => {
    const name = "a".repeat(4 * 1024 * 1024);
    expect(await rest("POST", "/v2/organizations", JSON.stringify({ name }))).toMatchObject({
      status: 413,
      body: { code: 8 },
    });
    const packed = gzipSync(JSON.stringify({ name }));
    expect((await post("AddOrganization", packed, { "content-encoding": "gzip" })).body["code"]).toBe(
      "resource_exhausted",
    );
    for (const open of [transports.gRPC, transports["gRPC-web"], transports["connect json"]]) {
      const client = createClient(OrganizationService, open());
      await expect(client.addOrganization({ name }, { headers: bearer })).rejects.toMatchObject({ code: 8 });
    }
  });

  test("a refused upload leaves its connection to the calls after it, which get their answers", async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const { url: baseUrl } = server;
    for (const transport of [
      createGrpcWebTransport({ baseUrl, httpVersion: "1.1", nodeOptions: { agent } }),
      createGrpcTransport({ baseUrl }),
    ]) {
      const client = createClient(OrganizationService, transport);
      const add = (name: string) => client.addOrganization({ name }, { headers: bearer });
      for (let n = 0; n < 3; n += 1)
        await expect(add("a".repeat(4 * 1024 * 1024))).rejects.toMatchObject({ code: 8 });
      expect((await add("acme")).organizationId).toBe("own|ada|acme");
    }
    agent.destroy();
  });

  test("broken input is named and never a 500", async () => {
    const bad = async (body: string | Buffer) => {
      const answers = [await rest("POST", "/v2/organizations", body), await post("AddOrganization", body)];
      for (const answer of answers) expect(answer.status, String(body)).toBe(400);
      return String(answers[0]?.body["message"]);
    };
    await bad("{");
    await bad("[]");
    await bad("7");
    await bad(Buffer.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]));
    expect(await bad(`{"name":5}`)).toContain("name");
    expect(await bad(`{"name":"\\ud800"}`)).toMatch(/name/i);
    expect(await bad(`{"name":"a\\u0000b"}`)).toMatch(/Name/);
    expect(await bad(`{"name":"${"a".repeat(201)}"}`)).toContain("AddOrganizationRequest.Name");
    expect(server.unexpected).toHaveLength(1);
  });

  test("a body that cannot be unpacked is INVALID_ARGUMENT, in the words of the protocol", async () => {
    const corrupt = gzipSync("{}").fill(7, 10);
    const connect = await post("AddOrganization", corrupt, { "content-encoding": "gzip" });
    expect([connect.status, connect.body["code"]]).toEqual([400, "invalid_argument"]);
    const framed = Buffer.concat([Buffer.from([1, 0, 0, 0, corrupt.length]), corrupt]);
    const headers = { ...bearer, "grpc-encoding": "gzip" };
    const overGrpc = await grpc(connectPath("AddOrganization"), "a.example", framed, headers);
    expect(overGrpc).toEqual({ status: "3", data: false });
    expect((await rest("POST", "/v2/organizations", corrupt, { "content-encoding": "gzip" })).status).toBe(
      400,
    );
  });

  test("unknown fields are ignored, also beside a wrong one; unknown enum names are refused", async () => {
    const added = await post(
      "AddOrganization",
      `{"name":"a","later":{"x":1},"admins":[{"userId":"1","new":2}]}`,
    );
    expect(added.body).toEqual({ organizationId: "own|ada|a" });
    const wrong = await rest("POST", "/v2/organizations/_search", `{"later":1,"sortingColumn":"NO_SUCH"}`);
    expect([wrong.status, wrong.body["code"]]).toEqual([400, 3]);
    expect(wrong.body["message"]).toMatch(/NO_SUCH|sorting/i);
  });

  test("a browser of any origin may call, and read the refusal", async () => {
    const answer = await rest("POST", "/v2/organizations", "{}", { origin: "https://spa.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://spa.example");
    const preflight = await fetch(`${server.url}${connectPath("AddOrganization")}`, {
      method: "OPTIONS",
      headers: { origin: "https://spa.example", "access-control-request-method": "POST" },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
      204,
      expect.stringContaining("PATCH"),
    ]);
  });
});

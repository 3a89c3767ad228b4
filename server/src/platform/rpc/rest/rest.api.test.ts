import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../../../test/harness/rpc.ts";
import { contractMethods } from "../contract.ts";
import { type Ask, askOf, makeCtx, parts } from "../rpc.fixture.ts";

let server: TestServer;
let rest: Ask;
beforeAll(async () => {
  server = await startTestServer(parts, makeCtx, { methods: contractMethods, authorize: () => {} });
  rest = askOf(server.url);
});
afterAll(() => server.port.close(0));

test("unset fields are left out, numbers of 64 bits are text, and the path decides", async () => {
  expect((await rest("POST", "/v2/organizations/_search", "")).body).toEqual({
    details: { timestamp: "1970-01-01T00:00:00.005Z" },
  });
  expect((await rest("POST", "/v2/organizations/_search", `{"query":{"offset":"7"}}`)).body).toMatchObject({
    details: { totalResult: "7" },
  });
  expect((await rest("GET", "/v2/users/a%2Fb%20c")).body).toEqual({ user: { userId: "a/b c" } });
  expect((await rest("DELETE", "/management/v1/projects/1/roles/a/b%20c")).body).toEqual({
    details: { resourceOwner: "1|a/b c" },
  });
});

test("query parameters take both spellings, and literals win over variables", async () => {
  for (const query of [
    "user_name=ada&email=a+b",
    "userName=ada&email=a%20b",
    "userName=x&userName=ada&email=a+b&other=1",
  ]) {
    expect((await rest("GET", `/management/v1/users/_is_unique?${query}`)).body, query).toEqual({
      isUnique: true,
    });
  }
  expect((await rest("GET", "/management/v1/users/_other")).body).toEqual({ user: { id: "_other" } });
});

test("an unknown path is 404 with code 5, a wrong verb 405 with code 12", async () => {
  expect(await rest("GET", "/v2/nothing/here")).toMatchObject({
    status: 404,
    body: { code: 5, message: "Not Found", details: [] },
  });
  expect(await rest("PATCH", "/v2/users/1/password")).toMatchObject({
    status: 405,
    body: { code: 12, message: "Method Not Allowed", details: [] },
  });
  expect((await rest("GET", "/v2/users/%ff")).status).toBe(400);
});

test("a refusal has code, message with the id, and the detail", async () => {
  const answer = await rest("DELETE", "/v2/organizations/1");
  expect([answer.status, answer.body]).toEqual([
    404,
    {
      code: 5,
      message: "organizationId: Errors.Org.NotFound (ORG-1)",
      details: [
        {
          "@type": "type.googleapis.com/zitadel.v1.ErrorDetail",
          id: "ORG-1",
          message: "Errors.Org.NotFound",
        },
      ],
    },
  ]);
  expect((await rest("POST", "/v2/organizations/1/deactivate", "{}")).body["details"]).toEqual([
    expect.objectContaining({
      "@type": "type.googleapis.com/zitadel.v1.CredentialsCheckError",
      failedAttempts: 3,
    }),
  ]);
});

test("metadata in a gateway's headers counts, the plain header wins", async () => {
  const human = { profile: { givenName: "a", familyName: "b" }, email: { email: "a@b.c" } };
  const add = async (headers: Record<string, string>) =>
    (await rest("POST", "/v2/users/human", JSON.stringify(human), headers)).body["userId"];
  expect(await add({ "grpc-metadata-x-zitadel-orgid": "5" })).toBe("5|");
  expect(await add({ "grpc-metadata-x-zitadel-orgid": "5", "x-zitadel-orgid": "6" })).toBe("6|");
});

import type { JsonValue } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { CreateActionRequestSchema } from "#contract/zitadel/management_pb.ts";
import { CreateSessionRequestSchema as CreateSessionSchema } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { CreateSessionRequestSchema as CreateSessionBetaSchema } from "#contract/zitadel/session/v2beta/session_service_pb.ts";
import { ListUsersRequestSchema } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { messageFromJson, parseJson } from "./json.ts";

test("unknown fields are ignored at every depth, in lists too", () => {
  const json = {
    later: [1],
    query: { limit: 5, later: {} },
    queries: [{ userNameQuery: { userName: "a", x: 1 } }],
  };
  expect(messageFromJson(ListUsersRequestSchema, json)).toMatchObject({
    query: { limit: 5 },
    queries: [{ query: { case: "userNameQuery", value: { userName: "a" } } }],
  });
});

test.each<[string, JsonValue]>([
  ["sortingColumn", { sortingColumn: "NO_SUCH" }],
  ["sorting_column", { sorting_column: {} }],
  ["queries[1].userNameQuery.method", { queries: [{}, { userNameQuery: { method: "NO_SUCH" } }] }],
  ["queries[0]", { queries: [7] }],
  ["query", { query: [] }],
  ["query.limit", { query: { limit: "many" } }],
  ["queries", { queries: {} }],
])("what cannot be read is named as the client wrote it: %s", (path, json) => {
  const named = path.split(".").at(-1) ?? "";
  expect(() => messageFromJson(ListUsersRequestSchema, json)).toThrow(named);
});

test.each(["5", "soon", "1h"])("the duration %j is refused by the name of its field", (timeout) => {
  expect(() => messageFromJson(CreateActionRequestSchema, { timeout })).toThrow("timeout");
});

test("numbers stand for enum values, null for nothing", () => {
  expect(messageFromJson(ListUsersRequestSchema, { sortingColumn: 2, query: null })).toMatchObject({
    sortingColumn: 2,
  });
});

test("JSON of endless depth is refused", () => {
  const open = `{"notQuery":{"query":`;
  const text = `{"queries":[${open.repeat(20_000)}{}${"}}".repeat(20_000)}]}`;
  expect(() => messageFromJson(ListUsersRequestSchema, parseJson(Buffer.from(text)))).toThrow();
  expect(() => parseJson(Buffer.from("[".repeat(1_000_000)))).toThrow("JSON");
});

test.each<[JsonValue, string]>([
  [{ returnCode: false }, "sendCode"],
  [{ returnCode: true }, "returnCode"],
  [{ return_code: true }, "returnCode"],
  [{ returnCode: {} }, "returnCode"],
  [{ sendCode: { urlTemplate: "https://x.test" } }, "sendCode"],
])(
  "v2beta takes a flag where a code for an email address is to be sent or returned: %j",
  (otpEmail, kind) => {
    const json = { challenges: { otpEmail } };
    expect(messageFromJson(CreateSessionBetaSchema, json)).toMatchObject({
      challenges: { otpEmail: { deliveryType: { case: kind } } },
    });
  },
);

test("a flag that has the code sent leaves the template beside it as it is", () => {
  const sendCode = { urlTemplate: "https://x.test" };
  const json = { challenges: { otpEmail: { returnCode: false, sendCode } } };
  expect(messageFromJson(CreateSessionBetaSchema, json)).toMatchObject({
    challenges: { otpEmail: { deliveryType: { case: "sendCode", value: sendCode } } },
  });
});

test("flags are taken nowhere else: not by v2, not for other fields", () => {
  const flag = { challenges: { otpEmail: { returnCode: true } } };
  expect(() => messageFromJson(CreateSessionSchema, flag)).toThrow("challenges.otpEmail.returnCode");
  for (const otpEmail of [{ sendCode: true }, { returnCode: "true" }, { returnCode: 1 }, true])
    expect(() => messageFromJson(CreateSessionBetaSchema, { challenges: { otpEmail } })).toThrow("otpEmail");
});

import type { JsonValue } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { CreateActionRequestSchema } from "#contract/zitadel/management_pb.ts";
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

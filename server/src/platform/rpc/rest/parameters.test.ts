import { fromJson, type JsonObject } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { ListEventsRequestSchema } from "#contract/zitadel/admin_pb.ts";
import { IsUserUniqueRequestSchema, ListUserChangesRequestSchema } from "#contract/zitadel/management_pb.ts";
import { GetActiveIdentityProvidersRequestSchema } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { NotQuerySchema } from "#contract/zitadel/user/v2/query_pb.ts";
import { setParameter, setParameters } from "./parameters.ts";

function read(desc: Parameters<typeof setParameter>[0], query: string) {
  const json: JsonObject = {};
  setParameters(desc, json, new URLSearchParams(query));
  return fromJson(desc, json);
}

test("nested names, both spellings, booleans and 64-bit numbers are read", () => {
  expect(read(GetActiveIdentityProvidersRequestSchema, "ctx.orgId=5&creation_allowed=true")).toMatchObject({
    ctx: { resourceOwner: { case: "orgId", value: "5" } },
    creationAllowed: true,
  });
  expect(read(GetActiveIdentityProvidersRequestSchema, "ctx.org_id=5&creationAllowed=0")).toMatchObject({
    ctx: { resourceOwner: { value: "5" } },
    creationAllowed: false,
  });
  expect(
    read(ListUserChangesRequestSchema, "user_id=1&query.sequence=18446744073709551615&query.limit=3"),
  ).toMatchObject({
    userId: "1",
    query: { sequence: 18446744073709551615n, limit: 3 },
  });
});

test("lists take all values, timestamps their text, other fields the last value", () => {
  const request = read(
    ListEventsRequestSchema,
    "event_types=a&eventTypes=b&event_types=c&creation_date=2026-01-02T03:04:05Z&limit=1&limit=2",
  );
  expect(request).toMatchObject({
    eventTypes: ["a", "c", "b"],
    creationDate: { seconds: 1767323045n },
    limit: 2,
  });
});

test("what the message does not have is ignored, what does not fit is refused by name", () => {
  expect(read(IsUserUniqueRequestSchema, "other=1&user_name.x=1&user_name=a")).toMatchObject({
    userName: "a",
  });
  expect(() => read(GetActiveIdentityProvidersRequestSchema, "creation_allowed=perhaps")).toThrow(
    "creation_allowed",
  );
  expect(() => read(ListEventsRequestSchema, "limit=many")).toThrow("limit");
});

test("a name of endless depth is refused, not followed", () => {
  expect(() => setParameter(NotQuerySchema, {}, `${"query.not_query.".repeat(5000)}x`, ["1"])).toThrow(
    "deeply",
  );
});

test("a query of very many names is read in one pass: in one pass for each it would take minutes", () => {
  const names = Array.from({ length: 100_000 }, (_, n) => `n${n}=`).join("&");
  expect(read(IsUserUniqueRequestSchema, `${names}&user_name=a`)).toMatchObject({ userName: "a" });
});

import { UserState } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { expect, test } from "vitest";
import { stateActions } from "./user.ts";
import { userSearch } from "./user-address.ts";
import { textQuery, userQueries } from "./user-search.ts";

const fieldsOf = (text: string) => {
  const { query } = textQuery(text);
  return query?.case === "orQuery" ? (query.value.queries ?? []).map((one) => one.query?.case) : [];
};

test("one text looks into every field that people know a user by", () => {
  expect(fieldsOf("Ada L")).toEqual(["displayNameQuery", "userNameQuery", "emailQuery"]);
  expect(fieldsOf("ada@zitadel.localhost")).toContain("loginNameQuery");
});

test("a pasted id finds its user", () => {
  expect(fieldsOf("345678901234567890")).toContain("inUserIdsQuery");
});

test("a list never leaves the organization one works in", () => {
  for (const search of [{}, { q: "a", state: "locked", type: "human" as const }]) {
    expect(userQueries(search, "org1")[0]?.query).toMatchObject({ value: { organizationId: "org1" } });
  }
  expect(
    userQueries({ q: "a", state: "locked", type: "human" }, "o").map(({ query }) => query?.case),
  ).toEqual(["organizationIdQuery", "typeQuery", "stateQuery", "orQuery"]);
});

test("unknown filters in the address do not filter", () => {
  expect(userSearch({ type: "robot" }).type).toBeUndefined();
  expect(userQueries({ state: "gone" }, "o")).toHaveLength(1);
});

test("only steps that the state allows are offered", () => {
  expect(stateActions(UserState.ACTIVE)).toEqual(["lock", "deactivate"]);
  expect(stateActions(UserState.LOCKED)).toEqual(["unlock"]);
  expect(stateActions(UserState.INACTIVE)).toEqual(["reactivate"]);
  expect(stateActions(UserState.DELETED)).toEqual([]);
});

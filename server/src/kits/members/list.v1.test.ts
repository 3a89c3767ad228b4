import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { MemberFieldColumnName, SearchQuerySchema } from "#contract/zitadel/member_pb.ts";
import { sql } from "#src/platform/db/index.ts";
import { memberFilterV1, memberSortV1 } from "./list.v1.ts";

const users = {
  from: sql`people u`,
  id: sql`u.id`,
  firstName: sql`u.first_name`,
  lastName: sql`u.last_name`,
  email: sql`u.email`,
  resourceOwner: sql`u.owner`,
};

test("people are matched in their own tenant", () => {
  const query = create(SearchQuerySchema, {
    query: { case: "emailQuery", value: { email: "a@b", method: 0 } },
  });
  expect(memberFilterV1([query], users)).toEqual({
    text: "exists (select 1 from people u where u.instance_id = t.instance_id and u.id = t.user_id and (lower(u.email) = lower($1::text) and u.email = $2))",
    values: ["a@b", "a@b"],
  });
});

test("a user id is matched on the member itself", () => {
  const query = create(SearchQuerySchema, { query: { case: "userIdQuery", value: { userId: "u1" } } });
  expect(memberFilterV1([query], users)).toEqual({ text: "t.user_id = $1", values: ["u1"] });
});

test("an empty query is refused", () => {
  expect(() => memberFilterV1([create(SearchQuerySchema)], users)).toThrow(
    expect.objectContaining({ id: "GRPC-Lqn0v" }),
  );
});

test("every sorting column of the contract is known", () => {
  const columns = Object.values(MemberFieldColumnName).filter((column) => column !== 0);
  expect(columns).toHaveLength(4);
  for (const column of columns) expect(memberSortV1(column, users)).toBeDefined();
  expect(memberSortV1(0, users)).toBeUndefined();
});

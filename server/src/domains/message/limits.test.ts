import { describe, expect, test } from "vitest";
import type { Caller } from "#src/platform/request/index.ts";
import { messageBudgets } from "./limits.ts";

const caller = (kind: Caller["kind"], userId = ""): Caller => ({
  kind,
  userId,
  orgId: "",
  scopes: [],
  memberships: async () => [],
});
const wanted = { to: " Ada@People.test", userId: "ada" };
const counted = (of: Caller, ip: string, one: { to: string; userId?: string } = wanted) =>
  messageBudgets({ instanceId: "i", caller: of, ip }, one).map(({ rule, subject }) => [rule.name, subject]);

describe("a message counts", () => {
  const recipient = ["message/recipient", "ada@people.test"];
  const account = ["message/account", "ada"];

  test("for its recipient in any spelling, its account, and the address of who asks for themselves", () => {
    const all = [recipient, account, ["message/address", "192.0.2.1"]];
    expect(counted(caller("user", "ada"), "192.0.2.1")).toEqual(all);
    expect(counted(caller("anonymous"), "192.0.2.1")).toEqual(all);
  });

  test("not for the address of a manager or a login application, which asks for many", () => {
    expect(counted(caller("user", "manager"), "192.0.2.1")).toEqual([recipient, account]);
    expect(counted(caller("user", "manager"), "192.0.2.1", { to: wanted.to })).toEqual([recipient]);
  });

  test("for nobody where the operator asks, or the product itself", () => {
    expect(counted(caller("system", "operator"), "192.0.2.1")).toEqual([]);
    expect(counted(caller("anonymous"), "")).toEqual([]);
  });
});

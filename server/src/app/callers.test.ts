import { expect, test } from "vitest";
import { exhausted, notFound } from "#src/platform/failure/index.ts";
import { tenantless } from "#src/platform/rpc/index.ts";
import { callersOf } from "./callers.ts";

type Options = Parameters<typeof callersOf>[0];
type Call = Parameters<ReturnType<typeof callersOf>["authenticate"]>[1];

/** How a token that is none of a system user's is answered by the API of the system when the host's instance is not to be had. */
const answer = (trouble: Error) => {
  // Nothing else of these is reached without an instance.
  const core = { now: () => new Date(0) } as Options["core"];
  const call = {
    method: { service: { typeName: tenantless } },
    exchange: { tenant: () => Promise.reject(trouble) },
  } as unknown as Call;
  const callers = callersOf({
    core,
    systemUser: async () => undefined,
    origin: "https://id.test",
    gate: { use: async () => undefined },
  });
  return callers.authenticate("token", call);
};

test.each([notFound("T-1", "Errors.NotFound"), exhausted("T-2", "Errors.Blocked")])(
  "a token at a host that nothing is served at is nobody's: %s",
  async (trouble) => {
    await expect(answer(trouble)).rejects.toMatchObject({ kind: "unauthenticated", id: "AUTH-7fs1e" });
  },
);

test("a lost database is no wrong token", async () => {
  const trouble = new Error("connection lost");
  await expect(answer(trouble)).rejects.toBe(trouble);
});

import { expect, test } from "vitest";
import { textFilter } from "#src/kits/search/index.ts";
import { type Entity, ref } from "#src/platform/eventstore/index.ts";
import { useStore } from "#test/harness/store.ts";
import { type Bulk, bulkRemove, bulkSet } from "./bulk.ts";
import { setMetadata } from "./decisions.ts";
import { listMetadata, metadataKey, valueOf } from "./list.ts";
import { metadataEntity, metadataRef } from "./metadata.ts";

const Account: Entity<object, { readonly type: "user.made" | "user.gone"; readonly payload: null }> = {
  table: "accounts",
  aggregate: "user",
  types: ["user.made", "user.gone"],
  version: 1,
  owner: "self",
  evolve: (_account, event) => (event.type === "user.made" ? {} : undefined),
};

const used = useStore([Account, metadataEntity("user")]);
const writer = { instanceId: "i1", creator: "tester" };
const page = { offset: 0, limit: undefined, asc: true };
const bytes = (text: string) => new TextEncoder().encode(text);
const run = ({ refs, decide }: Bulk) => used.store.execute(writer, refs, decide);
const entries = async (userId: string) => {
  const { rows } = await listMetadata(used.store, "i1", "user", userId, { page });
  return Object.fromEntries(rows.map(({ state }) => [state.key, new TextDecoder().decode(valueOf(state))]));
};
const become = (userId: string, type: "user.made" | "user.gone") =>
  used.store.execute(writer, [ref(Account, userId)], () => [[{ type, payload: null }]]);

test("a bulk sets all or nothing, and removes all or nothing", async () => {
  await become("u1", "user.made");
  await run(
    bulkSet("user", "u1", [
      { key: "a", value: bytes("1") },
      { key: "b", value: bytes("2") },
    ]),
  );
  expect(await entries("u1")).toEqual({ a: "1", b: "2" });
  await expect(
    run(
      bulkSet("user", "u1", [
        { key: "a", value: bytes("9") },
        { key: "c", value: bytes("") },
      ]),
    ),
  ).rejects.toMatchObject({ id: "META-Va1in" });
  await expect(run(bulkRemove("user", "u1", ["a", "missing"]))).rejects.toMatchObject({ id: "META-Rm0nf" });
  expect(await entries("u1")).toEqual({ a: "1", b: "2" });
  await run(bulkRemove("user", "u1", ["a", "b"]));
  expect(await entries("u1")).toEqual({});
});

test("keys are filtered as texts", async () => {
  await become("u2", "user.made");
  await run(
    bulkSet(
      "user",
      "u2",
      ["color", "colour", "size"].map((key) => ({ key, value: bytes("x") })),
    ),
  );
  const { rows, total } = await listMetadata(used.store, "i1", "user", "u2", {
    filters: [textFilter(metadataKey, 2, "col")],
    page: { offset: 0, limit: 1, asc: true },
  });
  expect(rows.map(({ state }) => state.key)).toEqual(["color"]);
  expect(total).toBe(2);
});

test("the largest value comes back as it was", async () => {
  await become("u3", "user.made");
  const value = new Uint8Array(500_000).fill(255);
  const [written] = await used.store.execute(writer, [metadataRef("user", "u3", "big")], ([entry]) => [
    setMetadata("user", { key: "big", value })(entry),
  ]);
  expect(written.state && Buffer.from(valueOf(written.state)).equals(value)).toBe(true);
});

test("a user's metadata goes with the user", async () => {
  await become("u4", "user.made");
  await run(bulkSet("user", "u4", [{ key: "a", value: bytes("1") }]));
  await become("u4", "user.gone");
  expect(await entries("u4")).toEqual({});
});

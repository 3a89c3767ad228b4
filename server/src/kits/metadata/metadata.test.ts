import { expect, test } from "vitest";
import { bulkRemove, bulkSet } from "./bulk.ts";
import { removeMetadata, setMetadata } from "./decisions.ts";
import { valueOf } from "./list.ts";
import { type MetadataState, metadataEntity, metadataRef } from "./metadata.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const entry: MetadataState = { key: "a", value: "AQI=" };
const refused = (kind: string, id: string) => expect.objectContaining({ kind, id });

test.each(["user", "org"] as const)("%s metadata is set and removed with the contract's events", (owner) => {
  const set = setMetadata(owner, { key: "a", value: bytes(1, 2) })(undefined);
  expect(set).toEqual([{ type: `${owner}.metadata.set`, payload: { key: "a", value: "AQI=" } }]);
  const removed = removeMetadata(owner, "a")(entry);
  expect(removed).toEqual([{ type: `${owner}.metadata.removed`, payload: { key: "a" } }]);
  const { entity, entityId } = metadataRef(owner, "x", "a");
  for (const event of [...set, ...removed]) expect(entity.rowOf?.(event)).toBe(entityId);
});

test("a part of a larger buffer is stored alone", () => {
  const part = bytes(9, 1, 2, 9).subarray(1, 3);
  expect(setMetadata("org", { key: "a", value: part })(entry)).toEqual([]);
  expect([...valueOf(entry)]).toEqual([1, 2]);
});

test("the same value changes nothing", () => {
  expect(setMetadata("user", { key: "a", value: bytes(1, 2) })(entry)).toEqual([]);
});

test("keys have 1 to 200 characters, values 1 to 500,000 bytes", () => {
  const set = (key: string, size: number) =>
    setMetadata("user", { key, value: new Uint8Array(size) })(undefined);
  expect(set("k".repeat(200), 500_000)).toHaveLength(1);
  expect(set("𝒌".repeat(200), 1)).toHaveLength(1);
  expect(() => set("", 1)).toThrow(refused("invalid_argument", "META-K3y1n"));
  expect(() => set("k".repeat(201), 1)).toThrow(refused("invalid_argument", "META-K3y1n"));
  expect(() => set("k", 0)).toThrow(refused("invalid_argument", "META-Va1in"));
  expect(() => set("k", 500_001)).toThrow(refused("invalid_argument", "META-Va1in"));
});

test("what is not there cannot be removed, one by one or together", () => {
  expect(() => removeMetadata("user", "a")(undefined)).toThrow(refused("not_found", "META-Rm0nf"));
  expect(() => bulkRemove("user", "u1", ["a", "b"]).decide([entry, undefined])).toThrow(
    refused("not_found", "META-Rm0nf"),
  );
});

test("of a key given twice the last value counts, and its row is read once", () => {
  const { refs, decide } = bulkSet("user", "u1", [
    { key: "a", value: bytes(1) },
    { key: "b", value: bytes(2) },
    { key: "a", value: bytes(3) },
  ]);
  expect(refs.map(({ entityId }) => entityId)).toEqual(["a", "b"]);
  expect(
    decide([undefined, undefined])
      .flat()
      .map(({ payload }) => payload),
  ).toEqual([
    { key: "a", value: "Aw==" },
    { key: "b", value: "Ag==" },
  ]);
});

test("nothing to do is refused", () => {
  expect(() => bulkSet("org", "o1", [])).toThrow(refused("invalid_argument", "META-Em0ty"));
  expect(() => bulkRemove("org", "o1", [])).toThrow(refused("invalid_argument", "META-Em0ty"));
});

test("a user's metadata is personal, an organization's is not", () => {
  expect(metadataEntity("user").personal?.fields).toEqual({ "user.metadata.set": ["value"] });
  expect(metadataEntity("org").personal).toBeUndefined();
});

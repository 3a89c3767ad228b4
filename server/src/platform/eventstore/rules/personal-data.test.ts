import { expect, test } from "vitest";
import { rebuild } from "../history/rebuild.ts";
import { verify } from "../history/verify.ts";
import { fresh, ownedBy, ref } from "../model.ts";
import { dump, Person, toyEntities, toySecrets, useToy, Visit, writer } from "./toy.fixture.ts";

const toy = useToy();
const traces = ["Ada", "ada@example.com", "203.0.113.7"];
const arrive = (userId: string, visitId: string) =>
  toy.store.execute(writer, [ownedBy("o1", fresh(Person, userId)), fresh(Visit, visitId)], () => [
    [{ type: "person.added", payload: { name: "Ada Lovelace", mail: "ada@example.com", shoe: 38 } }],
    [
      { type: "visit.begun", payload: { from: "203.0.113.7" } },
      { type: "visit.known", payload: { userId } },
    ],
  ]);
const options = () => ({ database: toy.database, entities: toyEntities, secrets: toySecrets });

test("sealed in history, opened for readers, clear in rows", async () => {
  await arrive("reader", "v0");
  const [event] = await toy.store.events("i1", { aggregateIds: ["reader"], limit: 1 });
  expect(event).toMatchObject({ erased: false, payload: { name: "Ada Lovelace", shoe: 38 } });
  const [begun] = await toy.store.events("i1", { aggregateIds: ["v0"], types: ["visit.begun"], limit: 1 });
  expect(begun?.payload).toEqual({ from: "203.0.113.7" });
  const events = await toy.database.query({ text: "select payload::text from events", values: [] });
  for (const trace of traces) expect(JSON.stringify(events)).not.toContain(trace);
  await toy.store.execute(writer, [ref(Person, "reader")], () => [
    [{ type: "person.removed", payload: null }],
  ]);
});

test("remove a user: nothing of it is left in the database, history shows erased, verify is clean", async () => {
  await arrive("ada", "v1");
  // Bound in a later unit, by a store that has never seen the key.
  await toy.store.execute(writer, [fresh(Visit, "v2")], () => [
    [{ type: "visit.begun", payload: { from: "203.0.113.7" } }],
  ]);
  await toy.other.execute(writer, [ref(Visit, "v2")], () => [
    [{ type: "visit.known", payload: { userId: "ada" } }],
  ]);
  expect((await verify(options())).problems).toEqual([]);
  await toy.store.execute(writer, [ref(Person, "ada")], () => [[{ type: "person.removed", payload: null }]]);
  const text = await dump(toy.database);
  expect(text).toContain("visit.begun");
  for (const trace of traces) expect(text).not.toContain(trace);
  const [added] = await toy.store.events("i1", { aggregateIds: ["ada"], types: ["person.added"], limit: 1 });
  expect(added).toMatchObject({ erased: true, payload: { name: "erased", mail: "erased", shoe: 38 } });
  const [begun] = await toy.store.events("i1", { aggregateIds: ["v2"], types: ["visit.begun"], limit: 1 });
  expect(begun?.erased).toBe(true);
  const verified = await verify(options());
  expect(verified.problems).toEqual([]);
  expect(verified.events).toBeGreaterThan(6);
});

test("rebuilding folds what is erased only where it is removed; a lost key of a living user is told", async () => {
  await rebuild(options());
  await arrive("grace", "v3");
  await toy.database.query({ text: "delete from subject_keys where subject_id = 'grace'", values: [] });
  expect((await verify(options())).problems).toMatchObject([{ kind: "unreadable", aggregateId: "grace" }]);
  await expect(rebuild(options())).rejects.toThrow("cannot fold user grace");
});

import { expect, test } from "vitest";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { type ProblemKind, verify } from "../history/verify.ts";
import { fresh, ownedBy, ref } from "../model.ts";
import { House, Person, Room, setRoom, toyEntities, toySecrets, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();
const check = () => verify({ database: toy.database, entities: toyEntities, secrets: toySecrets });

async function populate(): Promise<string> {
  const { aggregateId: id } = await toy.house();
  await toy.store.execute(writer, [ref(House, id), fresh(Room, id, "hall")], ([h]) => [
    [],
    setRoom("hall", ["a", "b"])(h),
  ]);
  await toy.store.execute(writer, [ownedBy(id, fresh(Person, `p${id}`))], () => [
    [{ type: "person.added", payload: { name: "Ada", mail: "", shoe: 1 } }],
  ]);
  return id;
}

test("sees everything, and finds nothing where nothing is wrong", async () => {
  await populate();
  expect(await check()).toMatchObject({ aggregates: 2, events: 3, rows: 3, problems: [] });
});

const damages: readonly (readonly [ProblemKind, (id: string) => Sql])[] = [
  ["sequence", (id) => sql`update heads set sequence = sequence + 1 where aggregate_id = ${id}`],
  ["sequence", (id) => sql`delete from events where aggregate_id = ${id} and sequence = 1`],
  ["owner", (id) => sql`update heads set owner = 'somebody' where aggregate_id = ${id}`],
  [
    "unknown_type",
    (id) => sql`update events set type = 'house.burnt' where aggregate_id = ${id} and sequence = 2`,
  ],
  ["unreadable", (id) => sql`delete from subject_keys where subject_id = ${`p${id}`}`],
  ["row_missing", (id) => sql`delete from rooms where aggregate_id = ${id}`],
  [
    "row_unexpected",
    (
      id,
    ) => sql`insert into rooms (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state,
      state_version) select instance_id, aggregate_id, 'cellar', sequence, owner, created_at, changed_at, state,
      state_version from rooms where aggregate_id = ${id}`,
  ],
  [
    "row_differs",
    (id) => sql`update houses set state = state || '{"changes": 9}' where aggregate_id = ${id}`,
  ],
  ["row_differs", (id) => sql`update houses set sequence = sequence + 1 where aggregate_id = ${id}`],
  ["row_differs", (id) => sql`update houses set created_at = now() where aggregate_id = ${id}`],
  ["column_differs", (id) => sql`update houses set name = 'else' where aggregate_id = ${id}`],
  ["column_differs", (id) => sql`update rooms set tags = '{a}' where aggregate_id = ${id}`],
  ["name_missing", (id) => sql`delete from uniques where aggregate_id = ${id}`],
  ["name_unexpected", (id) => sql`update uniques set value = 'else' where aggregate_id = ${id}`],
  ["orphan", (id) => sql`delete from heads where aggregate_id = ${id}`],
];

test.each(damages)("finds damage of the kind %s", async (kind, damage) => {
  const id = await populate();
  await toy.database.query(damage(id));
  const { problems } = await check();
  const mine = problems.filter(({ aggregateId }) => aggregateId.endsWith(id));
  expect(mine.map((problem) => problem.kind)).toContain(kind);
  await toy.database.query(sql`truncate heads, events, houses, rooms, persons, uniques, subject_keys`);
});

test("a state over 8 KB is told: it has a list without a bound", async () => {
  const { aggregateId: id } = await toy.house();
  const tags = Array.from({ length: 900 }, (_, n) => `tag number ${n}`);
  await toy.store.execute(writer, [ref(House, id), fresh(Room, id, "x")], ([h]) => [
    [],
    setRoom("x", tags)(h),
  ]);
  expect((await check()).problems).toMatchObject([{ kind: "state_too_large", aggregateId: id }]);
});

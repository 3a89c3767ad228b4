import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { type FeedCursor, feedStart, readFeed } from "../history/feed.ts";
import { toySecrets, useToy } from "./toy.fixture.ts";

const toy = useToy();
const read = (after: FeedCursor) => readFeed(toy.database, toySecrets, after, 100);

const append = (id: string) => sql`
  insert into events (instance_id, aggregate_type, aggregate_id, sequence, unit, entity_id, type, payload, creator, owner,
    created_at)
  values ('i1', 'house', ${id}, 1, gen_random_uuid(), '', 'house.built', '{}', 'c', 'o', now())`;

test("an event whose transaction commits later than that of a younger one is not passed over", async () => {
  const slow = await toy.database.connect("slow writer");
  await slow.send([sql`begin`, append("slow")]);
  await toy.database.query(append("quick"));
  const early = await read(feedStart);
  expect(early.events).toEqual([]);
  await slow.query(sql`commit`);
  await slow.close();
  const later = await read(early.next);
  expect(later.events.map(({ aggregateId }) => aggregateId)).toEqual(["slow", "quick"]);
  expect((await read(later.next)).events).toEqual([]);
});

test("goes on where it stood, page by page", async () => {
  const start = (await read(feedStart)).next;
  for (const id of ["p1", "p2", "p3"]) await toy.database.query(append(id));
  const first = await readFeed(toy.database, toySecrets, start, 2);
  const second = await readFeed(toy.database, toySecrets, first.next, 2);
  expect([...first.events, ...second.events].map(({ aggregateId }) => aggregateId)).toEqual([
    "p1",
    "p2",
    "p3",
  ]);
});

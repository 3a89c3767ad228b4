import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { type FeedCursor, feedStart, readFeed } from "../history/feed.ts";
import { toySecrets, useToy } from "./toy.fixture.ts";

const toy = useToy();
const read = (after: FeedCursor) => readFeed(toy.database, toySecrets, after, 100);

/**
 * Reads on until so many events came. Transactions of other tests' databases hold the feed back as well: what is open
 * is known of the whole server.
 */
async function readAll(after: FeedCursor, count: number, limit = 100) {
  const events: string[] = [];
  let next = after;
  await expect
    .poll(async () => {
      const page = await readFeed(toy.database, toySecrets, next, limit);
      expect(page.events.length).toBeLessThanOrEqual(limit);
      next = page.next;
      return events.push(...page.events.map(({ aggregateId }) => aggregateId));
    })
    .toBe(count);
  return { events, next };
}

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
  const later = await readAll(early.next, 2);
  expect(later.events).toEqual(["slow", "quick"]);
  expect((await read(later.next)).events).toEqual([]);
});

test("goes on where it stood, page by page", async () => {
  // What the test before left.
  const start = (await readAll(feedStart, 2)).next;
  for (const id of ["p1", "p2", "p3"]) await toy.database.query(append(id));
  expect((await readAll(start, 3, 2)).events).toEqual(["p1", "p2", "p3"]);
});

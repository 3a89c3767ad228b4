import { expect, test } from "vitest";
import { checksum } from "#src/platform/db/migrations/migration.ts";
import { schema } from "./schema.ts";

/** What databases were made with. A line is never changed: what comes later is a migration of its own. */
const made: Readonly<Record<string, string>> = {
  "app 1": "2489b3e512bb1ef2",
  "assets 1": "fa0ecc6028ee7a79",
  "eventstore 1": "85e1406dbc8073e4",
  "eventstore 2": "d7e05c643a07a48a",
  "eventstore 3": "16413a37808734ff",
  "eventstore 4": "79ebc1a982045fa2",
  "eventstore 5": "ecb6933b9738c2c7",
  "eventstore 6": "e8cd9738abbefad4",
  "eventstore 7": "d489c3c654f9b195",
  "instances 1": "b0ebba48940bdf23",
  "limits 1": "b8fdb403a62885b3",
  "limits 2": "9f11111153733b81",
  "messages 1": "aa976b92df0881ad",
  "queue 1": "61233ff3609611df",
};

test("no migration that databases were made with says anything else today", () => {
  const sums = schema.flatMap(({ area, migrations }) =>
    migrations.map((migration): [string, string] => [
      `${area} ${migration.number}`,
      checksum(migration).slice(0, 16),
    ]),
  );
  expect(Object.fromEntries(sums)).toEqual(made);
});

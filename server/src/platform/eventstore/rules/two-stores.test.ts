import { expect, test } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import { verify } from "../history/verify.ts";
import { ref } from "../model.ts";
import type { OpenStore } from "../open-store.ts";
import {
  build,
  House,
  Room,
  removeHouse,
  rename,
  setRoom,
  toyEntities,
  toySecrets,
  useToy,
  writer,
} from "./toy.fixture.ts";

const toy = useToy();
/** `npm run soak` asks for more. */
const commands = Number(process.env["GATEHOUSE_SOAK_COMMANDS"] ?? 1_500);

/** Numbers that are the same in every run (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

async function command(store: OpenStore, random: (below: number) => number): Promise<number> {
  const who = { ...writer, instanceId: `i${random(2)}` };
  const id = `h${random(12)}`;
  const name = `n${random(16)}`;
  const key = `r${random(3)}`;
  const house = ref(House, id);
  switch (random(6)) {
    case 0:
      return (await store.execute(who, [house], ([h]) => [build(name)(h)]))[0].sequence;
    case 1:
      return (await store.execute(who, [house], ([h]) => [removeHouse(h)]))[0].sequence;
    case 2:
      return (await store.execute(who, [house, ref(Room, id, key)], ([h]) => [[], setRoom(key)(h)]))[1]
        .sequence;
    case 3: {
      const other = ref(House, `h${random(12)}`);
      if (other.aggregateId === id) return 0;
      const [moved] = await store.execute(who, [house, other], ([h, o]) => [
        rename(name)(h),
        rename(`${name} b`)(o),
      ]);
      return moved.sequence;
    }
    default:
      return (await store.execute(who, [house], ([h]) => [rename(name)(h)]))[0].sequence;
  }
}

test("two stores under random commands: refusals are typed, sequences gapless, rebuilt equals live", async () => {
  const acknowledged = { stored: 0, refused: 0 };
  const run = async (store: OpenStore, seed: number): Promise<void> => {
    const random = createRandom(seed);
    for (let n = 0; n < commands / 32; n += 1)
      await command(store, random).then(
        () => (acknowledged.stored += 1),
        (error: unknown) => {
          expect(error).toBeInstanceOf(Failure);
          if (error instanceof Failure) expect(["TOY", "CORE"]).toContain(error.id.split("-")[0]);
          acknowledged.refused += 1;
        },
      );
  };
  await Promise.all(Array.from({ length: 32 }, (_, n) => run(n % 2 ? toy.store : toy.other, n + 1)));
  const verified = await verify({ database: toy.database, entities: toyEntities, secrets: toySecrets });
  expect(verified.problems).toEqual([]);
  expect(verified.events).toBeGreaterThan(commands / 10);
  expect(acknowledged.refused).toBeGreaterThan(0);
});

test("what one store has acknowledged, the other reads at once", async () => {
  for (let n = 0; n < 200; n += 1) {
    const [writes, reads] = n % 2 ? [toy.store, toy.other] : [toy.other, toy.store];
    const id = `pair${n}`;
    await writes.execute(writer, [ref(House, id)], ([h]) => [build(id)(h)]);
    expect((await reads.get(House, "i1", id))?.state.name).toBe(id);
  }
});

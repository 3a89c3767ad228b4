/** How much longer one server takes than another, asked in turns, so that both meet the same machine. */

export interface Turns {
  /** Times as long as the first, the middle of all rounds. */
  readonly share: number;
  /** The same of the first beside itself: how far from one the machine alone brings a share. */
  readonly noise: number;
  /** Milliseconds at the median. */
  readonly firstMs: number;
  readonly secondMs: number;
}

export type Work = (n: number) => Promise<unknown>;

const perRound = 10;
const warmUps = 20;

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Each round asks the first, the second and the first again, every other round from the end; one request at a time. */
export async function inTurns(first: Work, second: Work, rounds: number): Promise<Turns> {
  for (const work of [first, second]) for (let n = 0; n < warmUps; n += 1) await work(n);
  const medians: (readonly [number, number, number])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const took: [number[], number[], number[]] = [[], [], []];
    for (let n = 0; n < perRound; n += 1)
      for (const at of n % 2 === 0 ? ([0, 1, 2] as const) : ([2, 1, 0] as const)) {
        const began = performance.now();
        await (at === 1 ? second : first)(n);
        took[at].push(performance.now() - began);
      }
    medians.push([middle(took[0]), middle(took[1]), middle(took[2])]);
  }
  return {
    share: middle(medians.map(([one, other, again]) => (2 * other) / (one + again))),
    noise: middle(medians.map(([one, , again]) => again / one)),
    firstMs: middle(medians.map(([one]) => one)),
    secondMs: middle(medians.map(([, other]) => other)),
  };
}

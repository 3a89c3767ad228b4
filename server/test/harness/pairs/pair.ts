/** A pair: something is written on one process, and every reader of the other must know it at once. */
import type { Answer, ServerProcess } from "../processes.ts";

/** Names what a reader did not see, or saw and should not have. */
export type Stale = string;
export type Node = Pick<ServerProcess, "call" | "form" | "visit">;
/** Answers with the stale readers; none when all is well. */
export type Pair = (writer: Node, reader: Node, n: number) => Promise<readonly Stale[]>;

export type Fits = (answer: Answer) => boolean;

interface Step<S> {
  /** Done on the writer; without it, what making the thing did is read. */
  readonly write?: (writer: Node, thing: S) => Promise<Answer>;
  /** What every reader must answer from then on. */
  readonly expected: (thing: S) => Fits;
}

/** One kind of thing: how it comes to be, who reads it, and what is done to it, each step read by all readers. */
interface Kind<S> {
  readonly make: (writer: Node, n: number) => Promise<S>;
  readonly readers: (reader: Node, thing: S) => Readonly<Record<string, Promise<Answer>>>;
  readonly steps: readonly Step<S>[];
}

export const pair =
  <S>({ make, readers, steps }: Kind<S>): Pair =>
  async (writer, reader, n) => {
    const thing = await make(writer, n);
    const stale: Stale[] = [];
    for (const [index, { write, expected }] of steps.entries()) {
      if (write !== undefined) await done(write(writer, thing));
      const answers = await Promise.all(
        Object.entries(readers(reader, thing)).map(async ([name, reading]) => ({
          name,
          answer: await reading,
        })),
      );
      for (const { name, answer } of answers.filter((read) => !expected(thing)(read.answer)))
        stale.push(
          `step ${index + 1}, ${name}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`,
        );
    }
    return stale;
  };

/** @throws Error when the writing itself was refused: the pair has seen nothing */
export async function done(call: Promise<Answer>): Promise<Answer["body"]> {
  const { status, body } = await call;
  if (status >= 400) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

export const holds =
  (...texts: readonly string[]): Fits =>
  ({ status, body }) =>
    status < 300 && texts.every((text) => JSON.stringify(body).includes(text));

export const lacks =
  (text: string): Fits =>
  ({ status, body }) =>
    status === 404 || (status < 300 && !JSON.stringify(body).includes(text));

/** A name that nothing else has. */
export const name = (kind: string, n: number): string =>
  `${kind}-${n}-${Math.random().toString(36).slice(2, 8)}`;

import type pg from "pg";
import { type Ask, createAsk, type Result } from "./asking.ts";
import { closed, isConnectionLoss, isStaleStatement, toFailure } from "./errors.ts";
import type { Sql } from "./sql.ts";
import { encodeValues } from "./statement.ts";

export interface PipelineOptions {
  readonly client: pg.Client;
  /** The name under which a text is prepared; undefined = not prepared. */
  readonly nameOf: (text: string) => string | undefined;
  /** Work under way that hears nothing for this long means a dead connection; 0 = never. */
  readonly stallMs: number;
  readonly isOpen: () => boolean;
  /** Called with the reason when the session is of no more use. */
  readonly retire: (cause: unknown) => void;
}

/** The traffic of one client: sends at once, hears the answers in order. */
export interface Pipeline {
  inFlight(): number;
  query(statement: Sql, named: boolean): Promise<Result>;
  send(statements: readonly Sql[]): Promise<readonly Result[]>;
}

/**
 * Ends a socket that keeps silent although answers are due: TCP itself may take a quarter of an hour.
 * @returns to be called with every statement sent
 */
function createStallGuard(client: pg.Client, stallMs: number, answered: () => number, isBusy: () => boolean) {
  let timer: NodeJS.Timeout | undefined;
  let seen = 0;
  const judge = (): void => {
    timer = undefined;
    if (!isBusy()) return;
    if (answered() === seen) client.connection.stream.destroy(new Error(`no answer within ${stallMs} ms`));
    else arm();
  };
  // Answers that wait in the socket because this process was held up are read first.
  const check = (): void => void setImmediate(judge);
  const arm = (): void => {
    if (timer !== undefined || stallMs === 0) return;
    seen = answered();
    timer = setTimeout(check, stallMs);
    timer.unref();
  };
  return arm;
}

/** @returns a function after which whatever is sent in this turn of the event loop leaves in one write */
function createCork(client: pg.Client): () => void {
  let corked = false;
  return () => {
    if (corked) return;
    corked = true;
    const { stream } = client.connection;
    stream.cork();
    process.nextTick(() => {
      corked = false;
      stream.uncork();
    });
  };
}

/** All answers of one go, or its first error: those behind it only say that the transaction is void. */
async function sendAll(run: Ask, { nameOf, retire }: PipelineOptions, statements: readonly Sql[]) {
  const ready = statements.map((statement) => ({ text: statement.text, values: encodeValues(statement) }));
  const settled = await Promise.allSettled(ready.map((s) => run(s.text, nameOf(s.text), s.values)));
  return settled.map((answer) => {
    if (answer.status === "fulfilled") return answer.value;
    if (isStaleStatement(answer.reason)) retire(answer.reason);
    throw answer.reason;
  });
}

export function createPipeline(options: PipelineOptions): Pipeline {
  const { client, nameOf, isOpen, retire } = options;
  let sent = 0;
  let answered = 0;
  const cork = createCork(client);
  const ask = createAsk(client);
  const expectAnswer = createStallGuard(
    client,
    options.stallMs,
    () => answered,
    () => answered < sent,
  );

  const run: Ask = async (text, name, values) => {
    if (!isOpen()) throw closed();
    sent += 1;
    expectAnswer();
    cork();
    try {
      return await ask(text, name, values);
    } catch (error) {
      if (isConnectionLoss(error)) retire(error);
      throw toFailure(error);
    } finally {
      answered += 1;
    }
  };

  return {
    inFlight: () => sent - answered,
    async query(statement, named) {
      try {
        return await run(statement.text, named ? nameOf(statement.text) : undefined, encodeValues(statement));
      } catch (error) {
        // Its statements are prepared anew by a new session.
        if (isStaleStatement(error)) retire(error);
        throw error;
      }
    },
    send: (statements) => sendAll(run, options, statements),
  };
}

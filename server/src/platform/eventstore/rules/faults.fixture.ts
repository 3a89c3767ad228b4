/** A real database whose lane connections can be made to fail at a chosen moment. */
import pg from "pg";
import type { Connection, Database, Sql } from "#src/platform/db/index.ts";
import { unavailable } from "#src/platform/failure/index.ts";

type Kind = "read" | "write";

export interface Faults {
  readonly database: Database;
  /** The next batch's reading, or writing, is refused with this SQLSTATE; writing is rolled back. */
  failNext(kind: Kind, sqlState: string): void;
  /** The next transaction ends with ROLLBACK, and no error. */
  rollBackNext(): void;
  /** The next COMMIT, of those not lost yet, reaches the server or not; its answer is lost with the connection. */
  loseNextReply(isStored: boolean): void;
  /**
   * The next transaction's COMMIT is on its way, with nobody left to hear the answer: for a server that still works
   * when its client is cut off. Resolves when all but that is done, to what lets it arrive.
   */
  delayNextCommit(): Promise<() => Promise<unknown>>;
  /** What happens elsewhere between the next batch's reading and its writing. */
  beforeNextWrite(elsewhere: () => Promise<unknown>): void;
}

const rollback: Sql = { text: "rollback", values: [] };
const isWrite = (statements: readonly Sql[]): boolean => statements.at(-1)?.text === "commit";
const isRead = (statements: readonly Sql[]): boolean => statements[0]?.text.startsWith("select x.u") ?? false;

export function createFaults(database: Database): Faults {
  const failures: { readonly kind: Kind; readonly sqlState: string }[] = [];
  let rollBack = false;
  let elsewhere: (() => Promise<unknown>) | undefined;
  const lost: { readonly isStored: boolean }[] = [];
  let delayed: ((commit: () => Promise<unknown>) => void) | undefined;

  function failureFor(kind: Kind): Error | undefined {
    if (failures[0]?.kind !== kind) return undefined;
    const error = new pg.DatabaseError("made to fail", 0, "error");
    error.code = failures.shift()?.sqlState;
    return error;
  }

  function wrap(connection: Connection): Connection {
    let isCut = false;
    const undo = (statements: readonly Sql[]) => connection.send([...statements.slice(0, -1), rollback]);
    return {
      ...connection,
      isOpen: () => !isCut && connection.isOpen(),
      async send(statements) {
        const failure = isWrite(statements)
          ? failureFor("write")
          : isRead(statements)
            ? failureFor("read")
            : undefined;
        if (failure && isWrite(statements)) await undo(statements);
        if (failure) throw failure;
        if (!isWrite(statements)) return connection.send(statements);
        const happening = elsewhere;
        elsewhere = undefined;
        await happening?.();
        if (rollBack) {
          rollBack = false;
          return undo(statements);
        }
        const delay = delayed;
        delayed = undefined;
        if (delay !== undefined) {
          isCut = true;
          await connection.send(statements.slice(0, -1));
          delay(() => connection.send(statements.slice(-1)));
          throw unavailable("TOY-Lost2", "Errors.Database.Unavailable");
        }
        const lose = lost.shift();
        if (lose === undefined) return connection.send(statements);
        await (lose.isStored ? connection.send(statements) : undo(statements));
        await connection.close();
        throw unavailable("TOY-Lost1", "Errors.Database.Unavailable");
      },
    };
  }

  return {
    database: {
      ...database,
      connect: async (purpose, settings) => wrap(await database.connect(purpose, settings)),
    },
    failNext: (kind, sqlState) => void failures.push({ kind, sqlState }),
    rollBackNext() {
      rollBack = true;
    },
    delayNextCommit: () =>
      new Promise((resolve) => {
        delayed = resolve;
      }),
    beforeNextWrite(work) {
      elsewhere = work;
    },
    loseNextReply(isStored) {
      lost.push({ isStored });
    },
  };
}

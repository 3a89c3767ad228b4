import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "#src/platform/failure/index.ts";
import { sqlState } from "../errors.ts";
import { locateBinaries } from "./binaries.ts";
import { type Claim, enter, type Identity } from "./claim.ts";
import { databaseName, socketUrl } from "./cluster.ts";
import { EmbeddedDatabaseError } from "./error.ts";
import type { Place, PlaceOptions } from "./place.ts";
import { busyMs, end, prepare, type Running, run } from "./run.ts";

export interface EmbeddedOptions {
  /** Ours; made if need be. PostgreSQL's data are in `postgres` below it (or where that link leads). */
  readonly dataDir: string;
  /** For data and programs when the account PostgreSQL runs as cannot enter; /var/lib/gatehouse by default. */
  readonly stateDir?: string;
  /** The system's temporary folder. */
  readonly temporary: string;
  readonly platform: string;
  readonly arch: string;
  /** Another package of binaries, for tests. */
  readonly binariesPackage?: string;
  /** This process, as others are to be told about it. */
  readonly identity: Identity;
  /** Letters and digits that nobody else uses. */
  readonly newId: () => string;
  readonly localMs: () => number;
  /** Hears of restarts after a crash of the server; for the log. */
  readonly onTrouble: (message: string, error: unknown) => void;
}

/** PostgreSQL of our own, running. */
export interface EmbeddedDatabase {
  /** Stays the same when the server has to be started again. */
  readonly url: string;
  /** True when this process alone may run Gatehouse on this data directory. */
  readonly owner: boolean;
  /** Where PostgreSQL's data really are. */
  readonly data: string;
  /** Settles when the server cannot be kept up, or another process has become its owner: time to exit. */
  readonly lost: Promise<Error>;
  /** Switches the server off, unless somebody else still uses it. Close your own connections first. */
  stop(): Promise<void>;
}

async function placeOf(options: EmbeddedOptions): Promise<Place> {
  const wanted: PlaceOptions = {
    dataDir: options.dataDir,
    binaries: locateBinaries(options.platform, options.arch, options.binariesPackage),
    uniqueId: options.newId(),
    ...(options.stateDir === undefined ? {} : { stateDir: options.stateDir }),
  };
  return prepare(wanted);
}

interface Entered {
  readonly server: Running;
  readonly claim: Claim;
}

const attempts = 20;
const firstPauseMs = 50;
const lastPauseMs = 5_000;

/** Says that it is starting, stopping or recovering, which takes as long as there is history to replay. */
const isUnderWay = (error: unknown): boolean => error instanceof Failure && sqlState(error.cause) === "57P03";

/**
 * A server that was stopping or crashing as we came is gone in a moment: then it is started. One that recovers is
 * waited for.
 */
async function runAndEnter(
  place: Place,
  role: "owner" | "guest",
  options: EmbeddedOptions,
): Promise<Entered> {
  const until = options.localMs() + busyMs;
  for (let attempt = 1; ; ) {
    const server = await run(place, options.temporary);
    try {
      const claim = await enter(
        role,
        server.socketFolder,
        options.dataDir,
        options.identity,
        options.localMs,
      );
      return { server, claim };
    } catch (error) {
      const inUse = error instanceof EmbeddedDatabaseError;
      if (server.started && !inUse && attempt === attempts) await end(server);
      server.watchdog.disarm();
      if (inUse || attempt === attempts) throw error;
      if (!isUnderWay(error) || options.localMs() > until) attempt += 1;
      await sleep(firstPauseMs);
    }
  }
}

const toUrl = (entered: Entered): string => socketUrl(entered.server.socketFolder, databaseName);

/** The last one out switches the server off. */
async function leave({ server, claim }: Entered): Promise<void> {
  const alone = await claim.isAlone().catch(() => !claim.session.isOpen());
  if (alone) await end(server);
  server.watchdog.disarm();
  await claim.session.close();
}

/**
 * Keeps the server up: when it dies, or only our session with it, it is started or entered again.
 * @returns a function that ends the care and answers what is to be left
 */
function keepUp(place: Place, first: Entered, options: EmbeddedOptions, giveUp: (error: Error) => void) {
  let current = first;
  let isStopping = false;
  let care = Promise.resolve();

  async function recover(reason: Error): Promise<void> {
    options.onTrouble("the database is gone, starting it again", reason);
    current.server.watchdog.disarm();
    for (let pauseMs = firstPauseMs; !isStopping; pauseMs = Math.min(2 * pauseMs, lastPauseMs)) {
      try {
        const next = await runAndEnter(place, "owner", options);
        if (toUrl(next) !== toUrl(first)) {
          await leave(next);
          throw new EmbeddedDatabaseError("in_use", "the database has moved");
        }
        current = next;
        return attend();
      } catch (error) {
        if (error instanceof EmbeddedDatabaseError && error.reason === "in_use") return giveUp(error);
        options.onTrouble("the database cannot be started", error);
        await sleep(pauseMs);
      }
    }
  }

  function attend(): void {
    void current.claim.session.lost.then((reason) => {
      if (!isStopping) care = recover(reason);
    });
  }

  attend();
  return async (): Promise<Entered> => {
    isStopping = true;
    await care;
    return current;
  };
}

/**
 * Starts PostgreSQL for this data directory, making a database if there is none, and owns it: a second owner
 * is refused. The server stops within a second when this process dies, and is started again when it dies.
 * @throws EmbeddedDatabaseError with a message for the operator
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = await placeOf(options);
  const first = await runAndEnter(place, "owner", options);
  let giveUp: (error: Error) => void = () => undefined;
  const lost = new Promise<Error>((resolve) => {
    giveUp = resolve;
  });
  const endCare = keepUp(place, first, options, giveUp);
  return {
    url: toUrl(first),
    owner: true,
    data: place.data,
    lost,
    stop: async () => leave(await endCare()),
  };
}

/**
 * For commands: joins the server of a running Gatehouse, or starts it for as long as the command runs.
 * Does not bring it back when it dies.
 */
export async function attachOrStart(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = await placeOf(options);
  const entered = await runAndEnter(place, "guest", options);
  return {
    url: toUrl(entered),
    owner: false,
    data: place.data,
    lost: entered.claim.session.lost,
    stop: () => leave(entered),
  };
}

/** Several processes on one port, sharing nothing but the database. */
import cluster, { type Worker } from "node:cluster";
import type { Log } from "#src/platform/telemetry/index.ts";
import { CommandError } from "./command.ts";

/** What the first process hands to the others, once each. */
export interface WorkerOrder {
  readonly databaseUrl: string;
  readonly machineSeed: string;
  readonly worker: number;
}

export const isWorker = cluster.isWorker;

const restartPauseMs = 1000;

export interface Workers {
  /** All answer. Fails when one ends by itself before it ever answered: what it said is the reason. */
  readonly ready: Promise<void>;
  /** Lets them finish what they are at. */
  stop(): Promise<void>;
}

/** Keeps `count` workers running; one that dies is replaced. */
export function keepWorkers(count: number, order: Omit<WorkerOrder, "worker">, log: Log): Workers {
  let stopping = false;
  const running = new Set<Worker>();

  function launch(number: number, onReady: () => void, onRefusal?: (error: Error) => void): void {
    const worker = cluster.fork();
    let answers = false;
    running.add(worker);
    worker.on("message", (message: unknown) => {
      if (message === "wanting") worker.send({ ...order, worker: number } satisfies WorkerOrder);
      if (message !== "ready") return;
      answers = true;
      onReady();
    });
    // Its channel breaks when it dies while it is spoken to: its end is heard all the same.
    worker.on("error", (error) => log.warn("a worker cannot be spoken to", { worker: number, error }));
    worker.on("exit", (code, signal) => {
      running.delete(worker);
      if (stopping) return;
      if (!answers && code !== null && onRefusal !== undefined)
        return onRefusal(new CommandError("the workers cannot start; see above"));
      log.error("a worker ended and is replaced", { worker: number, code, signal });
      setTimeout(() => {
        if (!stopping) launch(number, onReady);
      }, restartPauseMs);
    });
  }

  const first = Array.from(
    { length: count },
    (_, n) => new Promise<void>((resolve, reject) => launch(n + 1, resolve, reject)),
  );
  const ready = Promise.all(first).then(() => undefined);
  return {
    ready,
    async stop() {
      stopping = true;
      await Promise.all([...running].map(end));
    },
  };
}

function end(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once("exit", () => resolve());
    worker.kill("SIGTERM");
  });
}

/** In a worker: asks for its order. */
export function receiveOrder(): Promise<WorkerOrder> {
  return new Promise((resolve) => {
    // Only the first process writes to this channel.
    process.once("message", (message) => resolve(message as WorkerOrder));
    process.send?.("wanting");
  });
}

/** In a worker: tells that it answers. */
export const reportReady = (): void => void process.send?.("ready");

/** In a worker: ends its conversation with the first process, which would keep it alive. */
export function leave(): void {
  if (process.connected) process.disconnect();
}

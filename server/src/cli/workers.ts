/** Several processes on one port, sharing nothing but the database. */
import cluster, { type Worker } from "node:cluster";
import type { Log } from "#src/platform/telemetry/index.ts";

/** What the first process hands to the others, once each. */
export interface WorkerOrder {
  readonly databaseUrl: string;
  readonly machineSeed: string;
  readonly worker: number;
}

export const isWorker = cluster.isWorker;

const restartPauseMs = 1000;

export interface Workers {
  /** All answer. */
  readonly ready: Promise<void>;
  /** Lets them finish what they are at. */
  stop(): Promise<void>;
}

/** Keeps `count` workers running; one that dies is replaced. */
export function keepWorkers(count: number, order: Omit<WorkerOrder, "worker">, log: Log): Workers {
  let stopping = false;
  const running = new Set<Worker>();

  function launch(number: number): Promise<void> {
    const worker = cluster.fork();
    running.add(worker);
    worker.on("exit", (code, signal) => {
      running.delete(worker);
      if (stopping) return;
      log.error("a worker ended and is replaced", { worker: number, code, signal });
      setTimeout(() => void launch(number), restartPauseMs);
    });
    return new Promise((resolve) => {
      worker.on("message", (message: unknown) => {
        if (message === "wanting") worker.send({ ...order, worker: number } satisfies WorkerOrder);
        if (message === "ready") resolve();
      });
    });
  }

  const ready = Promise.all(Array.from({ length: count }, (_, n) => launch(n + 1))).then(() => undefined);
  return {
    ready,
    async stop() {
      stopping = true;
      await Promise.all(
        [...running].map(
          (worker) =>
            new Promise<void>((resolve) => {
              worker.once("exit", () => resolve());
              worker.kill("SIGTERM");
            }),
        ),
      );
    },
  };
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

import { type Core, openCore } from "#src/app/core.ts";
import { hasDevInbox } from "#src/app/dev-inbox.ts";
import { createFirstInstance, type FirstStart, publicOrigin } from "#src/app/first-instance.ts";
import { openGatehouse } from "#src/app/gatehouse.ts";
import { findMasterKeys } from "#src/app/master-keys.ts";
import { keepsMail } from "#src/app/messaging.ts";
import type { Config } from "#src/platform/config/index.ts";
import type { MasterKeys } from "#src/platform/crypto/index.ts";
import { banner } from "./banner.ts";
import {
  explained,
  folders,
  machineSeed,
  newRequestId,
  type OpenDatabaseUrl,
  openDatabaseUrl,
  readSurroundings,
  type Surroundings,
} from "./command.ts";
import { explainPort, requirePort } from "./port.ts";
import { leaveNote, takeNoteAway } from "./running.ts";
import { isWorker, keepWorkers, leave, receiveOrder, reportReady, type WorkerOrder } from "./workers.ts";

/** Starts the service and answers when it has been told to stop. */
export async function start(args: readonly string[]): Promise<number> {
  const surroundings = readSurroundings(args);
  if (isWorker) return work(surroundings);
  const { host, port } = surroundings.config;
  await requirePort(host, port);
  const opened = await openDatabaseUrl(surroundings, "owner");
  try {
    return await (surroundings.config.workers > 1 ? lead : serve)(surroundings, opened);
  } finally {
    await opened.close();
  }
}

const optionsOf = ({ config, log }: Surroundings, keys: MasterKeys, order: WorkerOrder) => ({
  config,
  log,
  keys,
  ...order,
  newRequestId,
  folders,
});

/** One process does everything. */
async function serve(surroundings: Surroundings, opened: OpenDatabaseUrl): Promise<number> {
  const order = { databaseUrl: opened.url, machineSeed: machineSeed(), worker: 0 };
  const options = optionsOf(surroundings, opened.keys.keys, order);
  const gatehouse = await explained(async () => {
    return openOrClose(await openCore(options), async (core) => {
      const first = await setUp(surroundings.config, core);
      return { first, ...(await openGatehouse(core, options)) };
    });
  }).catch((error: unknown) => explainPort(error, surroundings.config.port));
  const port = gatehouse.port.address.port;
  return announced(surroundings, opened, { port, ...gatehouse.first }, async () => {
    const code = await untilStopped(surroundings, opened.lost);
    await gatehouse.close();
    return code;
  });
}

/** The first of several processes: sets up, and keeps the workers running. */
async function lead(surroundings: Surroundings, opened: OpenDatabaseUrl): Promise<number> {
  const { config, log } = surroundings;
  const order = { databaseUrl: opened.url, machineSeed: machineSeed() };
  const first = await explained(async () => {
    const core = await openCore(optionsOf(surroundings, opened.keys.keys, { ...order, worker: 0 }));
    try {
      return await setUp(config, core);
    } finally {
      await core.close();
    }
  });
  const workers = keepWorkers(config.workers, order, log);
  const stopped = untilStopped(surroundings, opened.lost);
  try {
    await Promise.race([workers.ready, stopped]);
    return await announced(surroundings, opened, { port: config.port, ...first }, () => stopped);
  } finally {
    await workers.stop();
  }
}

async function work(surroundings: Surroundings): Promise<number> {
  try {
    return await serveOrder(surroundings, await receiveOrder());
  } finally {
    leave();
  }
}

async function serveOrder(surroundings: Surroundings, order: WorkerOrder): Promise<number> {
  const { keys } = await explained(() => findMasterKeys(surroundings.config));
  const options = optionsOf(surroundings, keys, order);
  const gatehouse = await explained(async () =>
    openOrClose(await openCore(options), (core) => openGatehouse(core, options)),
  ).catch((error: unknown) => explainPort(error, surroundings.config.port));
  reportReady();
  const orphaned = new Promise<Error>((settle) => {
    process.once("disconnect", () => settle(new Error("the first process is gone")));
  });
  const code = await untilStopped(surroundings, orphaned);
  await gatehouse.close();
  return code;
}

/** What cannot open leaves no connection behind, which would keep the process alive. */
async function openOrClose<T>(core: Core, open: (core: Core) => Promise<T>): Promise<T> {
  try {
    return await open(core);
  } catch (error) {
    await core.close();
    throw error;
  }
}

/** @returns the exit code */
async function untilStopped({ log }: Surroundings, lost: Promise<Error>): Promise<number> {
  const stopped = new Promise<string>((settle) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => settle(signal));
  });
  const reason = await Promise.race([stopped, lost]);
  if (reason instanceof Error) log.error("cannot go on", { error: reason });
  else log.info("stopping", { signal: reason });
  return reason instanceof Error ? 1 : 0;
}

interface First {
  readonly firstStart: FirstStart | undefined;
  readonly keepsMail: boolean;
}

const setUp = async (config: Config, core: Core): Promise<First> => ({
  firstStart: await createFirstInstance(config, core),
  keepsMail: await keepsMail(core, config),
});

interface Started extends First {
  /** The port that is listened on. */
  readonly port: number;
}

/** Tells the operator, and commands beside it where the database is ours, as long as the server runs. */
async function announced(
  surroundings: Surroundings,
  opened: OpenDatabaseUrl,
  started: Started,
  run: () => Promise<number>,
): Promise<number> {
  const { config } = surroundings;
  const ours = opened.data !== undefined;
  if (ours)
    leaveNote(config.dataDir, {
      pid: process.pid,
      port: started.port,
      url: publicOrigin(config),
      secure: config.tls !== undefined,
    });
  try {
    // First: who hears of the start may stop it at once.
    const ended = run();
    announce(surroundings, opened, started);
    return await ended;
  } finally {
    if (ours) takeNoteAway(config.dataDir);
  }
}

function announce(
  { config, json }: Surroundings,
  { data, keys }: OpenDatabaseUrl,
  { port, firstStart, keepsMail }: Started,
): void {
  const url = publicOrigin(config);
  const inbox = hasDevInbox(config) ? `${url}/dev/inbox` : undefined;
  if (json) {
    console.log(JSON.stringify({ url, host: config.host, port, pid: process.pid, data, inbox, firstStart }));
    return;
  }
  const ours = data === undefined ? undefined : { dir: config.dataDir, postgres: data };
  console.log(banner({ url, firstStart, inbox, keepsMail, data: ours, keyFile: keys.file }));
}

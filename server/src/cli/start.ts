import { resolve } from "node:path";
import { createFirstInstance, type FirstStart, publicOrigin } from "#src/app/first-instance.ts";
import { type Core, openCore, openGatehouse } from "#src/app/gatehouse.ts";
import { findMasterKeys } from "#src/app/master-keys.ts";
import type { MasterKeys } from "#src/platform/crypto/index.ts";
import {
  CommandError,
  explained,
  folders,
  machineSeed,
  newRequestId,
  type OpenDatabaseUrl,
  openDatabaseUrl,
  readSurroundings,
  type Surroundings,
} from "./command.ts";
import { isWorker, keepWorkers, leave, receiveOrder, reportReady, type WorkerOrder } from "./workers.ts";

/** Starts the service and answers when it has been told to stop. */
export async function start(args: readonly string[]): Promise<number> {
  const surroundings = readSurroundings(args);
  if (isWorker) return work(surroundings);
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
      const firstStart = await createFirstInstance(surroundings.config, core);
      return { firstStart, ...(await openGatehouse(core, options)) };
    });
  }).catch(explainPort);
  announce(surroundings, gatehouse.firstStart, opened.keys.file);
  const code = await untilStopped(surroundings, opened.lost);
  await gatehouse.close();
  return code;
}

/** The first of several processes: sets up, and keeps the workers running. */
async function lead(surroundings: Surroundings, opened: OpenDatabaseUrl): Promise<number> {
  const { config, log } = surroundings;
  const order = { databaseUrl: opened.url, machineSeed: machineSeed() };
  const firstStart = await explained(async () => {
    const core = await openCore(optionsOf(surroundings, opened.keys.keys, { ...order, worker: 0 }));
    try {
      return await createFirstInstance(config, core);
    } finally {
      await core.close();
    }
  });
  const workers = keepWorkers(config.workers, order, log);
  const stopped = untilStopped(surroundings, opened.lost);
  try {
    await Promise.race([workers.ready, stopped]);
    announce(surroundings, firstStart, opened.keys.file);
    return await stopped;
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
  ).catch(explainPort);
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

function explainPort(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
    throw new CommandError(
      `the port is in use by another program: choose one with --port (${error.message})`,
    );
  if (error instanceof Error && "code" in error && error.code === "EACCES")
    throw new CommandError(
      `this port needs more rights: choose one above 1023 with --port (${error.message})`,
    );
  throw error;
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

/** What the operator wants to know, and the password that nobody will see again. */
function announce(
  { config, json }: Surroundings,
  firstStart: FirstStart | undefined,
  keyFile: string | undefined,
): void {
  const url = publicOrigin(config);
  if (json) {
    console.log(JSON.stringify({ url, host: config.host, port: config.port, pid: process.pid, firstStart }));
    return;
  }
  const lines = [`Gatehouse answers at ${url}/`];
  if (firstStart?.loginName !== undefined) lines.push(`  log in as   ${firstStart.loginName}`);
  if (firstStart?.password !== undefined)
    lines.push(`  password    ${firstStart.password}   (to be changed at the first login)`);
  if (config.database.url === undefined) lines.push(`  data        ${resolve(config.dataDir)}`);
  if (keyFile !== undefined)
    lines.push(`  master key  ${resolve(keyFile)}   (back this up: without it the data cannot be read)`);
  console.log(lines.join("\n"));
}

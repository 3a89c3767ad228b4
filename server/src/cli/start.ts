import { resolve } from "node:path";
import { publicOrigin } from "#src/app/first-instance.ts";
import { type Gatehouse, openCore, openGatehouse } from "#src/app/gatehouse.ts";
import {
  CommandError,
  explained,
  folders,
  machineSeed,
  newRequestId,
  openDatabaseUrl,
  readSurroundings,
  type Surroundings,
} from "./command.ts";

/** Starts the service and answers when it has been told to stop. */
export async function start(args: readonly string[]): Promise<number> {
  const surroundings = readSurroundings(args);
  const { config, log } = surroundings;
  const opened = await openDatabaseUrl(surroundings, "owner");
  try {
    const options = {
      config,
      log,
      databaseUrl: opened.url,
      keys: opened.keys.keys,
      newRequestId,
      machineSeed: machineSeed(),
      worker: 0,
      folders,
    };
    const gatehouse = await explained(async () => openGatehouse(await openCore(options), options)).catch(
      explainPort,
    );
    announce(surroundings, gatehouse, opened.keys.file);
    const reason = await Promise.race([stopSignal(), opened.lost]);
    if (reason instanceof Error) log.error("the database is lost", { error: reason });
    else log.info("stopping", { signal: reason });
    await gatehouse.close();
    return reason instanceof Error ? 1 : 0;
  } finally {
    await opened.close();
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

function stopSignal(): Promise<string> {
  return new Promise((settle) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => settle(signal));
  });
}

/** What the operator wants to know, and the password that nobody will see again. */
function announce(
  { config, json }: Surroundings,
  { firstStart, port }: Gatehouse,
  keyFile: string | undefined,
): void {
  const url = publicOrigin(config);
  if (json) {
    console.log(JSON.stringify({ url, listening: port.address, pid: process.pid, firstStart }));
    return;
  }
  const lines = [`Gatehouse answers at ${url}/`];
  if (firstStart?.loginName !== undefined) {
    lines.push(`  log in as   ${firstStart.loginName}`);
    if (firstStart.password !== undefined)
      lines.push(`  password    ${firstStart.password}   (to be changed at the first login)`);
  }
  if (config.database.url === undefined) lines.push(`  data        ${resolve(config.dataDir)}`);
  if (keyFile !== undefined)
    lines.push(`  master key  ${resolve(keyFile)}   (back this up: without it the data cannot be read)`);
  console.log(lines.join("\n"));
}

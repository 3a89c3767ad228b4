/** Whether the port can be had, and who has it. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { CommandError } from "./command.ts";

export interface Holder {
  readonly pid: number;
  /** As it was started, cut to a line. */
  readonly command: string;
}

const maxCommand = 120;
const listening = "0A";

/** Sockets that listen on a port, by the numbers that the kernel gives them; none where there is no /proc. */
function socketsOn(port: number): ReadonlySet<string> {
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => linesOf(path));
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return new Set(
    lines
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = "", , state]) => local.endsWith(wanted) && state === listening)
      .map((fields) => `socket:[${fields[9]}]`),
  );
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n").slice(1);
  } catch {
    return [];
  }
}

/** Who listens on a port, as far as this account may see: its own processes, or as root everybody's. */
export function holderOf(port: number): Holder | undefined {
  const sockets = socketsOn(port);
  if (sockets.size === 0) return undefined;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const pid = pids.find((one) => openFiles(one).some((file) => sockets.has(file)));
  return pid === undefined ? undefined : { pid: Number(pid), command: commandOf(pid) };
}

/** A process may end, or belong to somebody else, while we look. */
function openFiles(pid: string): readonly string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).map((fd) => linkOf(`${folder}/${fd}`));
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim().slice(0, maxCommand);
  } catch {
    return "";
  }
}

/** What stands in the way, and what to do about it. */
export function inUse(port: number): string {
  const holder = holderOf(port);
  const who =
    holder === undefined
      ? "another program"
      : `process ${holder.pid}${holder.command === "" ? "" : ` (${holder.command})`}`;
  return `port ${port} is in use by ${who}: stop that, or choose another port with --port`;
}

/**
 * Tries the port before anything is made, so that a start that must fail leaves nothing behind.
 * @throws CommandError that says who has it, or that it needs more rights
 */
export async function requirePort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  }).catch((error: unknown) => explainPort(error, port));
}

/** @throws CommandError for what an operator can mend; the error itself otherwise */
export function explainPort(error: unknown, port: number): never {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const detail = error instanceof Error ? error.message : "";
  if (code === "EADDRINUSE") throw new CommandError(inUse(port));
  if (code === "EACCES")
    throw new CommandError(`port ${port} needs more rights: choose one above 1023 with --port (${detail})`);
  if (code === "EADDRNOTAVAIL")
    throw new CommandError(`this machine has no such address: set --host to one that it has (${detail})`);
  throw error;
}

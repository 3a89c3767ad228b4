/** What a running server leaves in its data directory, for commands beside it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** As the operator was told. */
  readonly url: string;
  readonly secure: boolean;
}

const fileIn = (dataDir: string): string => join(dataDir, "server.json");

export function leaveNote(dataDir: string, server: RunningServer): void {
  writeFileSync(fileIn(dataDir), JSON.stringify(server), { mode: 0o644 });
}

export function takeNoteAway(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** The server of a data directory, unless it ended, however it did. */
export function runningServer(dataDir: string): RunningServer | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(fileIn(dataDir), "utf8"));
    return isNote(note) && isAlive(note.pid) ? note : undefined;
  } catch {
    return undefined;
  }
}

function isNote(note: unknown): note is RunningServer {
  if (typeof note !== "object" || note === null) return false;
  const { pid, port, url, secure } = note as Readonly<Record<string, unknown>>;
  return (
    typeof pid === "number" &&
    typeof port === "number" &&
    typeof url === "string" &&
    typeof secure === "boolean"
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's, and there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

import { doctor } from "./doctor.ts";
import { migrate } from "./migrate.ts";
import { setup } from "./setup.ts";
import { start } from "./start.ts";
import { users } from "./users.ts";

/** Answers with the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

export const commands: ReadonlyMap<string, Command> = new Map([
  ["start", start],
  ["setup", setup],
  ["migrate", migrate],
  ["doctor", doctor],
  ["users", users],
]);

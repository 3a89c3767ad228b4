import { doctor } from "./doctor.ts";
import { explain } from "./explain.ts";
import { migrate } from "./migrate.ts";
import { rebuild } from "./rebuild.ts";
import { setup } from "./setup.ts";
import { start } from "./start.ts";
import { users } from "./users.ts";
import { verify } from "./verify.ts";

/** Answers with the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

export const commands: ReadonlyMap<string, Command> = new Map([
  ["start", start],
  ["setup", setup],
  ["migrate", migrate],
  ["doctor", doctor],
  ["rebuild", rebuild],
  ["verify", verify],
  ["users", users],
  ["explain", explain],
]);

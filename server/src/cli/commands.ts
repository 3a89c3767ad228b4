import { start } from "./start.ts";

/** Answers with the exit code. */
export type Command = (args: readonly string[]) => Promise<number>;

export const commands: ReadonlyMap<string, Command> = new Map([["start", start]]);

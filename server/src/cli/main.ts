/** The command line: `gatehouse <command> [flags]`; without a command it starts. */

import { CommandError } from "./command.ts";
import { commands } from "./commands.ts";
import { helpText } from "./help.ts";

const [name = "start", ...rest] = process.argv.slice(2);
const given = name.startsWith("-") ? "start" : name;
const args = name.startsWith("-") ? [name, ...rest] : rest;

const command = commands.get(given);
if (given === "help" || [name, ...rest].some((arg) => arg === "--help" || arg === "-h")) {
  process.stdout.write(helpText());
} else if (command === undefined) {
  console.error(`there is no command "${given}"; there are: ${[...commands.keys()].join(", ")}`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

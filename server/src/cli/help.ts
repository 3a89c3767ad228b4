import { documentFlags } from "#src/platform/config/index.ts";

const commandsText = `usage: gatehouse [command] [flags]        (npm run gatehouse -- [command] [flags])

  start       starts the service; also without a command (npm start)
  setup       makes the schema and the first instance, and ends
  migrate     brings the schema up to date
  doctor      says what is wrong with an installation, and what would mend it
  verify      compares all rows with the history
  rebuild     makes all rows anew from the history
  users       users reset-password <login name>: a new password, told once
  explain     explain <login name> [<client id>]: what a login takes, and which setting asks for it

All but start take --json for an answer that programs can read.

flags:
`;

/** What is told for `--help`. */
export const helpText = (): string =>
  `${commandsText}${documentFlags()}\nAll settings, also those without a flag: docs/configuration.md\n`;

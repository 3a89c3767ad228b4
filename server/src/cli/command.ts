import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { type FoundKeys, findMasterKeys } from "#src/app/master-keys.ts";
import { type Config, loadConfig, printProblem } from "#src/platform/config/index.ts";
import { MasterKeyError, newMachineSeed, randomToken } from "#src/platform/crypto/index.ts";
import {
  attachOrStart,
  type EmbeddedDatabase,
  EmbeddedDatabaseError,
  type EmbeddedOptions,
  MigrationError,
  startEmbedded,
} from "#src/platform/db/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { createLog, type Log } from "#src/platform/telemetry/index.ts";

/** Something the operator has to mend; the message says what, and what would be right. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface Surroundings {
  readonly config: Config;
  readonly log: Log;
  /** Answers as JSON, for programs. */
  readonly json: boolean;
  /** What was given beside flags. */
  readonly operands: readonly string[];
}

/** What is given beside flags: up to so many words that come first. */
export function operandsOf(args: readonly string[], count: number): readonly string[] {
  const flag = args.findIndex((arg) => arg.startsWith("--"));
  return args.slice(0, flag === -1 ? count : Math.min(flag, count));
}

/** Reads the configuration. @throws CommandError that names everything that is wrong with it */
export function readSurroundings(args: readonly string[], operandCount = 0): Surroundings {
  const operands = operandsOf(args, operandCount);
  const flags = args.slice(operands.length).filter((arg) => arg !== "--json");
  const loaded = loadConfig({
    args: flags,
    env: process.env,
    readFile: (path) => readFileSync(path, "utf8"),
  });
  if (!loaded.ok)
    throw new CommandError(`the configuration is wrong:\n${loaded.problems.map(printProblem).join("\n")}`, 2);
  const { config } = loaded;
  const pretty =
    config.log.format === "text" || (config.log.format === "auto" && process.stderr.isTTY === true);
  const log = createLog({
    level: config.log.level,
    format: pretty ? "text" : "json",
    write: (line) => process.stderr.write(line),
    clock: () => new Date(),
    colors: pretty && process.stderr.isTTY === true,
  });
  for (const warning of loaded.warnings) log.warn(warning);
  return { config, log, json: args.includes("--json"), operands };
}

export interface OpenDatabaseUrl {
  readonly url: string;
  readonly keys: FoundKeys;
  /** Where PostgreSQL's data really are; undefined when the database is not ours. */
  readonly data: string | undefined;
  /** Settles when the embedded database cannot be kept up. */
  readonly lost: Promise<Error>;
  close(): Promise<void>;
}

/** The database that the configuration names, or the embedded one: owned by the server, joined by commands. */
export async function openDatabaseUrl(
  { config, log }: Surroundings,
  role: "owner" | "guest",
): Promise<OpenDatabaseUrl> {
  return explained(async () => {
    const keys = await findMasterKeys(config);
    if (config.database.url !== undefined)
      return {
        url: config.database.url,
        keys,
        data: undefined,
        lost: new Promise<Error>(() => {}),
        close: async () => {},
      };
    const options: EmbeddedOptions = {
      dataDir: config.dataDir,
      temporary: tmpdir(),
      platform: process.platform,
      arch: process.arch,
      identity: { pid: process.pid, host: hostname() },
      newId: () => randomToken(9).replace(/[^a-zA-Z0-9]/g, "x"),
      localMs: Date.now,
      onTrouble: (message, error) => log.warn(message, { error }),
    };
    const embedded: EmbeddedDatabase = await (role === "owner" ? startEmbedded : attachOrStart)(options);
    const { url, data, lost } = embedded;
    return { url, keys, data, lost, close: () => embedded.stop() };
  });
}

/** Errors that an operator can mend become a message without a stack. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (
      error instanceof EmbeddedDatabaseError ||
      error instanceof MasterKeyError ||
      error instanceof MigrationError
    )
      throw new CommandError(error.message);
    if (error instanceof Failure && error.kind === "unavailable")
      throw new CommandError(
        `the database is away: ${error.cause instanceof Error ? error.cause.message : error.id}`,
      );
    throw error;
  }
}

export const machineSeed = (): string => process.env["GATEHOUSE_TEST_MACHINE_SEED"] ?? newMachineSeed();
/** Nobody guards it: what draws random bytes in lots will do. */
export const newRequestId = (): string => randomUUID();

/** Files that are not code, seen from the source and from the bundle in `server/dist`. */
const bundled = import.meta.url.endsWith("/dist/gatehouse.mjs");
export const folders = {
  console: fileURLToPath(new URL(bundled ? "../../console/dist" : "../../../console/dist", import.meta.url)),
  loginAssets: new URL(bundled ? "./login/" : "../login/assets/", import.meta.url),
} as const;

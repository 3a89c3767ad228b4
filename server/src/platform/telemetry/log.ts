import { redact } from "./redact.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Fields are redacted; messages are constants of the code and never carry data. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log whose lines all carry these fields: `log.with({ requestId })`. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** "text" is for people at a terminal. */
  readonly format: "json" | "text";
  /** Gets a whole line with its line break. */
  readonly write: (line: string) => void;
  readonly clock: () => Date;
  /** Colors in the text format. */
  readonly colors?: boolean;
}

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
const COLOR: Readonly<Record<LogLevel, string>> = { debug: "2", info: "36", warn: "33", error: "31" };

/** Nothing in a value can end a line or steer a terminal. */
const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

function textOf(value: unknown): string {
  if (typeof value === "string") return /^[\w@:./+-]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? "";
}

function stackOf(fields: object): string {
  const error: unknown = "error" in fields ? fields.error : undefined;
  const stack = typeof error === "object" && error !== null && "stack" in error ? error.stack : undefined;
  if (typeof stack !== "string") return "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.map((line) => `\n  ${printable(line.trim())}`).join("");
}

function textLine(options: LogOptions, level: LogLevel, message: string, fields: object): string {
  const paint = (text: string) => (options.colors ? `\u001b[${COLOR[level]}m${text}\u001b[0m` : text);
  const time = options.clock().toISOString().slice(11, 23);
  const shown = Object.entries(fields).map(([name, value]: [string, unknown]) => {
    const short =
      typeof value === "object" && value !== null && "stack" in value
        ? { ...value, stack: undefined }
        : value;
    return `${name}=${printable(textOf(short))}`;
  });
  const head = `${time} ${paint(level.padEnd(5))} ${printable(message)}`;
  return `${[head, ...shown].join(" ")}${stackOf(fields)}\n`;
}

function jsonLine(options: LogOptions, level: LogLevel, message: string, fields: object): string {
  return `${JSON.stringify({ time: options.clock().toISOString(), level, message, ...fields })}\n`;
}

export function createLog(options: LogOptions, fixed: LogFields = {}): Log {
  const print = options.format === "json" ? jsonLine : textLine;
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (RANK[level] < RANK[options.level]) return;
      const clean = redact({ ...fixed, ...fields });
      options.write(print(options, level, message, typeof clean === "object" && clean !== null ? clean : {}));
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    with: (fields) => createLog(options, { ...fixed, ...fields }),
  };
}

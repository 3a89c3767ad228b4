import { describe, expect, it } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import { createLog, type LogLevel, type LogOptions } from "./log.ts";

function logged(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const clock = () => new Date("2026-11-21T10:11:12.345Z");
  const log = createLog({
    level: "debug",
    format: "json",
    write: (line) => lines.push(line),
    clock,
    ...options,
  });
  return { log, lines, all: () => lines.join("") };
}

describe("JSON lines", () => {
  it("carry time, level, message, fields and what the log was given for good", () => {
    const { log, lines } = logged();
    log.with({ requestId: "r1" }).info("started", { port: 8080, took: 3n });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      time: "2026-11-21T10:11:12.345Z",
      level: "info",
      message: "started",
      requestId: "r1",
      port: 8080,
      took: "3",
    });
    expect(lines[0]?.endsWith("}\n")).toBe(true);
  });

  it("are one line each, whatever is in them", () => {
    const { log, lines } = logged();
    log.error("failed", { error: new Error("first\nsecond"), agent: "a\r\nb\u2028c" });
    expect((lines[0] ?? "").split("\n")).toHaveLength(2);
  });

  it("are written from the configured level on", () => {
    const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];
    const { log, lines } = logged({ level: "warn" });
    for (const level of levels) log[level](level);
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(["warn", "error"]);
  });

  it("show errors with id, cause and stack, survive cycles, depth and odd values", () => {
    const { log, lines } = logged();
    const cycle: Record<string, unknown> = {
      at: new Date(Number.NaN),
      call: () => 1,
      bytes: Buffer.alloc(9),
    };
    cycle["self"] = cycle;
    log.error("failed", {
      error: new Failure("internal", "LOG-1a2b3", "Errors.Internal", {}, new Error("beneath")),
      cycle,
    });
    const line = JSON.parse(lines[0] ?? "");
    expect(line.error).toMatchObject({ name: "Failure", id: "LOG-1a2b3", cause: { message: "beneath" } });
    expect(line.cycle).toMatchObject({ at: null, call: "[function]", bytes: "[9 bytes]" });
  });
});

describe("text lines", () => {
  it("are short, and the stack follows below", () => {
    const { log, all } = logged({ format: "text" });
    log.warn("slow decision", { entity: "org", ms: 7, note: "two words" });
    expect(all()).toBe('10:11:12.345 warn  slow decision entity=org ms=7 note="two words"\n');
    log.error("failed", { error: new Error("why") });
    expect(all()).toContain('error={"name":"Error","message":"why"}\n  at ');
  });

  it("cannot be forged or steer the terminal (log injection)", () => {
    const { log, lines } = logged({ format: "text" });
    log.info("login", { agent: "x\n10:11:12.345 error forged", name: "\u001b[2Jgone" });
    expect((lines[0] ?? "").split("\n")).toHaveLength(2);
    expect(lines[0]).not.toContain("\u001b");
  });

  it("have colors only where asked for", () => {
    const { log, all } = logged({ format: "text", colors: true });
    log.info("x");
    expect(all()).toContain("\u001b[36minfo \u001b[0m");
  });
});

describe("no secrets in logs", () => {
  const SECRET = "hunter2hunter2";

  it.each([
    "password",
    "newPassword",
    "current_password",
    "client_secret",
    "clientSecret",
    "secret",
    "accessToken",
    "refresh_token",
    "sessionToken",
    "token",
    "pat",
    "authorization",
    "Authorization",
    "cookie",
    "set-cookie",
    "code_verifier",
    "assertion",
    "client_assertion",
    "masterkey",
    "privateKey",
    "keyData",
    "otp",
    "totp",
    "pin",
    "code",
    "userCode",
    "verificationCode",
    "recoveryCodes",
    "credentials",
  ])("by name: %s", (name) => {
    const { log, all } = logged();
    log.info("request", { [name]: SECRET, deep: [{ [name]: SECRET }] });
    log.with({ [name]: { value: SECRET } }).info("request");
    expect(all()).not.toContain(SECRET);
    expect(all()).toContain("[redacted]");
  });

  it.each([
    `Authorization: Bearer ${SECRET}`,
    `Basic ${SECRET}==`,
    `eyJhbGciOiJSUzI1NiJ9.${SECRET}.${SECRET}`,
    `postgres://user:${SECRET}@host/db failed`,
    `${"a.".repeat(1000)}postgres://user:${SECRET}@host/db failed`,
    `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`,
    `GET /callback?state=a&code=${SECRET}&x=1`,
    `#access_token=${SECRET}`,
    `hash $argon2id$v=19$m=19456,t=2,p=1$${SECRET}$${SECRET}`,
    `hash $2b$12$${SECRET}`,
  ])("by form: %s", (text) => {
    const { log, all } = logged();
    log.error("failed", { detail: text, error: new Error(text, { cause: new Error(text) }), list: [text] });
    expect(all()).not.toContain(SECRET);
  });

  it("ids, counts and codes of errors stay readable", () => {
    const { log, all } = logged();
    log.info("x", { tokenId: "at_1", code: 5, tokens: 3, path: "/oauth/v2/token", secretKnown: true });
    expect(all()).toContain(
      '"tokenId":"at_1","code":5,"tokens":3,"path":"/oauth/v2/token","secretKnown":true',
    );
  });
});

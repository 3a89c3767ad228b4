/** docs/guides/custom-login.md, followed to the letter. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandsOf, quotationsOf } from "./guide.ts";
import { freePort, ready } from "./server.ts";
import { interrupt, lastWords, open, repository, type Terminal } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "custom-login.md"), "utf8");
const { quotations, rest } = quotationsOf(guide);

let folder: string;
let commands: ReadonlyMap<string, string>;
let server: Terminal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-custom-login-"));
  const port = String(await freePort());
  commands = commandsOf(rest.replaceAll("8080", port).replaceAll(".gatehouse/custom-login", folder));
  expect([...commands.keys()]).toEqual(["1", "2"]);
  server = open(commands.get("1") ?? "");
  await ready(`http://localhost:${port}`, lastWords(server));
}, 180_000);

afterAll(async () => {
  await interrupt(server);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test("what it shows stands in the example", async () => {
  expect(quotations.length).toBeGreaterThan(8);
  for (const { file, text } of quotations)
    expect(await readFile(join(repository, "examples", "custom-login", file), "utf8")).toContain(text);
});

test("its reader registers every factor and logs in with each", async () => {
  const reader = open(commands.get("2") ?? "");
  await new Promise<void>((ended) => reader.child.once("close", () => ended()));
  const said = reader.output();
  expect(reader.child.exitCode, said).toBe(0);
  const lines = said.split("\n").filter((line) => /^(has|refused|logged in|back)/.test(line));
  const stable = lines.map((line) =>
    line.replace(/refused: .*\((\S+?)[,)].*/, "refused $1").replace(/&iss=.*/, ""),
  );
  expect(stable).toEqual([
    "refused COMMAND-3M0fs",
    "has PASSWORD",
    "logged in by pwd",
    "back to http://localhost:3000/callback?error=access_denied",
    "refused COMMAND-HuJf6",
    "logged in by pwd",
    "has PASSWORD,TOTP",
    "refused LOGIN-mC8h3",
    "logged in by otp, pwd, mfa",
    "has PASSWORD,OTP_EMAIL",
    "logged in by pwd, otp, mfa",
    "has PASSWORD,OTP_SMS",
    "logged in by pwd, otp, mfa",
    "has PASSWORD,U2F",
    "logged in by user, pwd, mfa",
    "has PASSKEY",
    "logged in by user, mfa",
    "has 5 codes",
    "logged in by pwd, otp, mfa",
  ]);
}, 60_000);

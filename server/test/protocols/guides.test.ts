/** Guides that begin with the same start of the product, followed to the letter on one server. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, removeData } from "../harness/processes.ts";
import { commandsOf } from "./guide.ts";
import { ready } from "./server.ts";
import { interrupt, lastWords, open, repository, type Terminal } from "./terminals.ts";

const read = (name: string): Promise<string> =>
  readFile(join(repository, "docs", "guides", `${name}.md`), "utf8");

/** Quotations of requests, which nobody types. */
const withoutText = (guide: string): string => guide.replaceAll(/^```text\n[\s\S]*?^```$/gm, "");

const guides = new Map<string, string>();
let folder: string;
let server: Terminal | undefined;

/** A reader's ports and folder, replaced by ones that are free here. */
async function located() {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-guides-"));
  const [port, app] = [String(await freePort()), String(await freePort())];
  const here = (text: string): string =>
    text.replaceAll("8080", port).replaceAll("3000", app).replaceAll(".gatehouse/guides", folder);
  return { port, here };
}

beforeAll(async () => {
  const { port, here } = await located();
  const starts: string[] = [];
  for (const name of ["login-for-your-app", "passkeys", "logout-and-step-up", "login-texts"]) {
    const commands = commandsOf(here(withoutText(await read(name))));
    expect([...commands.keys()], name).toEqual(["1", "2"]);
    starts.push(commands.get("1") ?? "");
    guides.set(name, commands.get("2") ?? "");
  }
  const [plain = "", ...others] = starts;
  for (const other of others) expect(other).toBe(plain);
  server = open(plain);
  await ready(`http://localhost:${port}`, lastWords(server));
}, 180_000);

afterAll(async () => {
  if (server) await interrupt(server);
  removeData(join(folder, "data"));
  await rm(folder, { recursive: true, force: true });
});

/** Types what the reader types, to its end. @returns what they saw */
async function follow(name: string): Promise<string> {
  const reader = open(guides.get(name) ?? "");
  // What a command has left behind ends with it.
  const late = setTimeout(() => void interrupt(reader), 30_000);
  await new Promise<void>((ended) => reader.child.once("close", () => ended()));
  clearTimeout(late);
  expect(reader.child.exitCode, reader.output()).toBe(0);
  return reader.output();
}

test("login-for-your-app: every kind of application opens the login, and a service user gets three tokens", async () => {
  const said = await follow("login-for-your-app");
  for (const one of ["the web application", "the page", "the mobile application", "the desktop application"])
    expect(said).toMatch(new RegExp(`^${one} opens http://localhost:\\d+/ui/v2/login/`, "m"));
  expect(said).toMatch(/^access-control-allow-origin: http:\/\/localhost:5173\r?$/im);
  expect(said).toMatch(/"user_code":"[B-Z]{4}-[B-Z]{4}"/);
  const proofs = [...said.matchAll(/^by its (secret|key|access token): (\d+)$/gm)];
  expect(proofs.map(([, proof]) => proof)).toEqual(["secret", "key", "access token"]);
  expect(new Set(proofs.map(([, , id]) => id)).size).toBe(1);
  expect(said).toContain(`"sub":"${proofs[0]?.[2]}","username":"nightly"`);
  expect(said).toContain('"active":true');
});

test("passkeys: two devices, one of them removed, and no passkey for somebody else's domain", async () => {
  const said = await follow("passkeys");
  expect(said).toMatch(/"name":"Laptop"\},\{.*"name":"Phone"/);
  expect(said).toContain("left: Phone");
  expect(said).toContain("WEBAUTHN-Rp1dm");
  expect(said).toContain("PASSWORDLESS_TYPE_ALLOWED");
});

test("logout-and-step-up: back at the application, told of it, and refused without a second factor", async () => {
  const said = await follow("logout-and-step-up");
  expect(said).toMatch(/^back to http:\/\/localhost:\d+\/bye\?state=done$/m);
  expect(said).toMatch(/^told: \{$[\s\S]*'http:\/\/schemas.openid.net\/event\/backchannel-logout'/m);
  expect(said).toMatch(/LOGIN-m[CS]\w+/);
  expect(said).toContain("(refused: a password is one factor)");
  expect(said).toMatch(
    /^unknown: http:\/\/localhost:\d+\/callback\?error=unmet_authentication_requirements/m,
  );
});

test("login-texts: the page says what the instance says, until that is taken back", async () => {
  const said = await follow("login-texts");
  expect(said).toContain('"loginname":{"title":"Welcome to Acme"}');
  expect(said.match(/^<h1>.*$/gm)).toEqual(["<h1>Welcome to Acme", "<h1>Sign in"]);
});

/** docs/guides/many-instances.md, followed to the letter. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, removeData } from "../harness/processes.ts";
import { commandsOf } from "./guide.ts";
import { ready } from "./server.ts";
import { interrupt, lastWords, open, repository, type Terminal } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "many-instances.md"), "utf8");

let folder: string;
let origin: string;
let commands: ReadonlyMap<string, string>;
let server: Terminal;

/** Starts the server as the terminal of this number does, and waits for it. */
async function start(terminal: string): Promise<void> {
  server = open(commands.get(terminal) ?? "");
  await ready(origin, lastWords(server));
}

/** What the terminal of this number has printed, all of whose commands succeeded. */
async function readerOf(terminal: string): Promise<string> {
  const reader = open(commands.get(terminal) ?? "");
  await new Promise<void>((ended) => reader.child.once("close", () => ended()));
  expect(reader.child.exitCode, reader.output()).toBe(0);
  return reader.output();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-many-"));
  const port = String(await freePort());
  origin = `http://localhost:${port}`;
  commands = commandsOf(guide.replaceAll("9321", port).replaceAll(".gatehouse/many", folder));
  expect([...commands.keys()]).toEqual(["1", "2", "3", "4"]);
  await start("1");
}, 180_000);

afterAll(async () => {
  await interrupt(server);
  removeData(join(folder, "data"));
  await rm(folder, { recursive: true, force: true });
});

test("its reader makes an instance, rescues it, blocks it and lets it use its quota up", async () => {
  const made = await readerOf("2");
  expect(made).toContain(`"issuer":"${origin.replace("localhost", "acme.localhost")}"`);
  expect(made).toContain('"name":"Acme"');
  expect(made).toContain("(refused: it is no token of this instance)");
  await interrupt(server);
  await start("3");
  const rescued = await readerOf("4");
  const refused = [
    "LIMITS-molsj",
    "(refused: the instance is blocked)",
    "QUOTA-vjAy8",
    "(refused: the requests are used up)",
  ];
  expect(refused.filter((words) => !rescued.includes(words))).toEqual([]);
}, 180_000);

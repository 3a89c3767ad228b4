/** docs/guides/b2b.md, followed to the letter. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandsOf } from "./guide.ts";
import { freePort, ready } from "./server.ts";
import { interrupt, lastWords, open, repository, type Terminal } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "b2b.md"), "utf8");

let folder: string;
let commands: ReadonlyMap<string, string>;
let server: Terminal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-b2b-"));
  const port = String(await freePort());
  commands = commandsOf(guide.replaceAll("8080", port).replaceAll(".gatehouse/b2b", folder));
  expect([...commands.keys()]).toEqual(["1", "2"]);
  server = open(commands.get("1") ?? "");
  await ready(`http://localhost:${port}`, lastWords(server));
}, 180_000);

afterAll(async () => {
  await interrupt(server);
  await rm(folder, { recursive: true, force: true });
}, 60_000);

test("its reader sees role and organization in the token, and both leave with what was granted", async () => {
  const reader = open(commands.get("2") ?? "");
  await new Promise<void>((ended) => reader.child.once("close", () => ended()));
  const said = reader.output();
  expect(reader.child.exitCode, said).toBe(0);
  expect(said).toContain("(refused: Acme has not bought this role)");
  const marks = ["as an editor:", "without a role:", "after the contract:"];
  const [granted, ...withdrawn] = marks.map((mark) => said.split(mark)[1]?.split("\n}")[0] ?? "");
  const orgId = /'urn:zitadel:iam:user:resourceowner:id': '(\d+)'/.exec(granted ?? "")?.[1];
  expect(orgId).toMatch(/^\d+$/);
  expect(granted).toContain(
    `'urn:zitadel:iam:org:project:roles': { editor: { '${orgId}': 'acme.localhost' } }`,
  );
  for (const claims of withdrawn) {
    expect(claims).toContain("'urn:zitadel:iam:user:resourceowner:name': 'Acme'");
    expect(claims).not.toContain("roles");
  }
}, 60_000);

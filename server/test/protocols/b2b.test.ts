/** docs/guides/b2b.md, followed to the letter. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServedGuide, serveGuide } from "./served-guide.ts";
import { repository } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "b2b.md"), "utf8");

let served: ServedGuide;
beforeAll(async () => {
  served = await serveGuide(guide, "b2b");
}, 180_000);
afterAll(() => served?.close(), 60_000);

test("its reader sees role and organization in the token, and both leave with what was granted", async () => {
  const said = await served.read();
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
});

/** docs/guides/branding.md, followed to the letter. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServedGuide, serveGuide } from "./served-guide.ts";
import { repository } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "branding.md"), "utf8");

let served: ServedGuide;
beforeAll(async () => {
  served = await serveGuide(guide, "branding");
}, 180_000);
afterAll(() => served?.close(), 60_000);

test("its reader sees the logo as a draft, then on the page, and an organization's own colour", async () => {
  const said = await served.read();
  const key = String.raw`/assets/v1/\d+/policy/label/logo-[\da-f]{32}\.svg`;
  expect(said).toMatch(new RegExp(`the draft: http://localhost:\\d+${key}`));
  expect(said).toContain("the logo: 200 image/svg+xml");
  expect(said).toMatch(new RegExp(`<img class="logo" src="${key}" alt="">`));
  expect(said).toContain("--primary:#7c3aed");
});

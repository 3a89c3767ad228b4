/** docs/guides/devices.md, followed to the letter. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quotationsOf } from "./guide.ts";
import { type ServedGuide, serveGuide } from "./served-guide.ts";
import { repository } from "./terminals.ts";

const guide = await readFile(join(repository, "docs", "guides", "devices.md"), "utf8");
const { quotations, rest } = quotationsOf(guide);

let served: ServedGuide;
beforeAll(async () => {
  served = await serveGuide(rest, "devices");
}, 180_000);
afterAll(() => served?.close(), 60_000);

test("what it shows stands in the example", async () => {
  expect(quotations.length).toBeGreaterThan(1);
  for (const { file, text } of quotations)
    expect(await readFile(join(repository, "examples", "device", file), "utf8")).toContain(text);
});

test("its reader connects a device by openid-client and the pages", async () => {
  const said = await served.read();
  expect(said).toMatch(/^Open http:\/\/localhost:\d+\/device and enter [B-Z]{4}-[B-Z]{4}$/m);
  expect(said).toContain("the page says: Your device is connected");
  expect(said).toContain("connected for Grace Hopper");
  expect(said).toContain("and stays connected, for 12 hours at a time");
});

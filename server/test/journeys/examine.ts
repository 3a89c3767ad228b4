/** axe looks at a page as it is now: nothing serious may be found. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { picture } from "./visitor.ts";

const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

/** Brings axe to a page that has not been looked at, over the debugging protocol: its policy on scripts stays in force. */
export async function bringAxe(page: Page): Promise<void> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
}

/** The part of axe's answer that counts. */
interface Report {
  readonly passes: number;
  readonly findings: readonly string[];
}

/** What fades in has other colours on its way: waits for the next two frames, and what moves in them, to be over. */
const stillness = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity))
  .then((moving) => Promise.allSettled(moving.map(({ finished }) => finished)))
  .then(() => undefined)`;

/** @param rules those of axe that are of interest, by default all */
export async function examine(page: Page, name: string, rules?: readonly string[]): Promise<void> {
  await page.evaluate(stillness);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const inPage = `axe.run(${JSON.stringify(options)}).then(({ passes, violations }) => ({
    passes: passes.length,
    findings: violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target, failureSummary].join(" · "))),
  }))`;
  await bringAxe(page);
  const report = await page.evaluate<Report>(inPage);
  await picture(page, name);
  expect.soft(report.passes, name).toBeGreaterThan(rules === undefined ? 5 : 0);
  expect.soft(report.findings, name).toEqual([]);
}

/** In light, and what may differ in dark. */
export async function examineBoth(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await examine(page, name);
  await page.emulateMedia({ colorScheme: "dark" });
  await examine(page, `${name}-dark`, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: "light" });
}

/** All that every page of the login has to be, looked at on the page as it is now. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { bringAxe } from "./examine.ts";
import { picture } from "./visitor.ts";

interface Wanted {
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  /** Something is to be read before anything is typed: no field takes the focus by itself. */
  readonly readFirst: boolean;
}

/** What a page says about itself. */
interface Seen {
  readonly language: string;
  readonly direction: string;
  readonly headings: number;
  /** The fields that no browser knows what to fill in for. */
  readonly unknownFields: readonly string[];
  /** The id of the first field, or of the first that is wrong. */
  readonly first: string;
  /** Errors that their fields do not name. */
  readonly looseErrors: readonly string[];
}

const seenInPage = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const fields = all("main input:not([type=hidden], [type=checkbox], [readonly])");
  const described = all("[aria-describedby]").flatMap((one) => one.getAttribute("aria-describedby").split(" "));
  return {
    language: document.documentElement.lang,
    direction: document.documentElement.dir,
    headings: all("h1").length,
    unknownFields: fields.filter((one) => !one.autocomplete).map(({ id }) => id),
    first: (all("main [aria-invalid=true]")[0] ?? fields[0])?.id ?? "",
    looseErrors: all(".error").map(({ id }) => id).filter((id) => !described.includes(id)),
  };
})()`;

interface Report {
  readonly passes: number;
  readonly findings: readonly string[];
}

/** Of any impact, for these pages; in another scheme only colours differ. */
const axeInPage = (options: object): string => `axe.run(${JSON.stringify(options)}).then(
  ({ passes, violations }) => ({
    passes: passes.length,
    findings: violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => [id, target, failureSummary].join(" · "))),
  }))`;

const everything = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
const colours = { resultTypes: ["violations"], runOnly: ["color-contrast"] };

const frame = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
const overflow = `${frame}.then(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
})`;
const textSize = (percent: number): string => `document.documentElement.style.fontSize = "${percent}%"`;

const wide = { width: 1280, height: 800 };
const narrow = { width: 320, height: 640 };

export async function inspect(page: Page, name: string, wanted: Wanted): Promise<void> {
  const seen = await page.evaluate<Seen>(seenInPage);
  expect.soft(seen, name).toMatchObject({
    language: wanted.language,
    direction: wanted.direction,
    headings: 1,
    unknownFields: [],
    looseErrors: [],
  });
  if (seen.first !== "" && !wanted.readFirst) await arriveFocus(page, name, seen.first);
  await bringAxe(page);
  const light = await page.evaluate<Report>(axeInPage(everything));
  expect.soft(light.passes, name).toBeGreaterThan(5);
  expect.soft(light.findings, name).toEqual([]);
  await picture(page, `screen-${name}`);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await page.evaluate<Report>(axeInPage(colours));
  await picture(page, `screen-${name}-dark`);
  expect.soft(dark, `${name}, dark`).toEqual({ passes: 1, findings: [] });
  await page.evaluate(textSize(200));
  expect.soft(await page.evaluate(overflow), `${name}, text of twice the size`).toBe(0);
  await page.evaluate(textSize(100));
  await page.setViewportSize(narrow);
  expect.soft(await page.evaluate(overflow), `${name}, narrow`).toBe(0);
  await picture(page, `screen-${name}-narrow-dark`);
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: "light" });
}

/** The browser moves the focus once the page is drawn. */
async function arriveFocus(page: Page, name: string, id: string): Promise<void> {
  const isThere = `new Promise((done) => {
    const end = Date.now() + 30_000;
    const look = () => {
      const { id } = document.activeElement;
      id === "${id}" || Date.now() > end ? done(id) : requestAnimationFrame(look);
    };
    look();
  })`;
  expect.soft(await page.evaluate<string>(isThere), `${name}, focus`).toBe(id);
}

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { documentSettings } from "./document.ts";
import { entriesOf } from "./setting.ts";
import { settings } from "./settings.ts";

const entries = entriesOf(settings);

it("docs/configuration.md is what the table of settings says", () => {
  const written = readFileSync(new URL("../../../../docs/configuration.md", import.meta.url), "utf8");
  expect(written === documentSettings(), "run: node scripts/configuration.ts").toBe(true);
});

it("no two settings share a name", () => {
  const names = entries.flatMap((entry) => [entry.env, ...entry.zitadel, entry.flag ?? entry.env + "-"]);
  expect(entries.length).toBeGreaterThan(150);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});

it("every default is a value of its kind", () => {
  const wrong = entries.filter(
    ({ setting }) =>
      setting.fallback !== undefined &&
      !Array.isArray(setting.fallback) &&
      setting.kind.read(
        typeof setting.fallback === "number" && setting.fallback === 0 ? "0" : setting.fallback,
      ) === undefined,
  );
  expect(wrong.map((entry) => entry.path.join("."))).toEqual([]);
});

it("secrets are no flags, since command lines are public on a machine", () => {
  const secret = entries.filter((entry) => entry.setting.secret);
  expect(secret.length).toBeGreaterThan(3);
  expect(secret.filter((entry) => entry.flag !== undefined).map((entry) => entry.flag)).toEqual([
    "database-url",
  ]);
});

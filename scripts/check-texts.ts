import { type Finding, isTest, lineIn } from "./gate/source.ts";

interface Rule {
  readonly pattern: RegExp;
  readonly applies: (path: string) => boolean;
  readonly text: (match: string) => string;
}

const everywhere = (): boolean => true;
const isCode = (path: string): boolean => /\.(ts|tsx|mjs|js|css|html|sh|sql)$/.test(path);
/** This file and its test name what they forbid. */
const isOwn = (path: string): boolean => path.startsWith("scripts/check-texts.");

const hosts = [
  "registry.npmjs.org",
  "registry.yarnpkg.com",
  "npm.pkg.github.com",
  "pypi.org",
  "files.pythonhosted.org",
  "crates.io",
  "proxy.golang.org",
  "repo.maven.apache.org",
  "repo1.maven.org",
  "deb.debian.org",
  "security.debian.org",
];
const hostPattern = new RegExp(hosts.map((host) => host.replaceAll(".", "\\.")).join("|"), "g");

const rules: readonly Rule[] = [
  {
    pattern: /(?<![\w.$}/:-])\/(?:work|root|Users|home)\/[\w.-]+/g,
    applies: everywhere,
    text: (match) => `names a path of one machine: ${match}`,
  },
  { pattern: hostPattern, applies: everywhere, text: (match) => `names a package registry's host: ${match}` },
  {
    pattern: /\b(?:TODO|FIXME|XXX)\b/g,
    applies: isCode,
    text: (match) => `has a ${match}: file an issue, or do it`,
  },
  {
    pattern: /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.(?:skip|only|todo|skipIf|fails)\b/g,
    applies: isTest,
    text: (match) => `has ${match}: a test runs, or it does not exist`,
  },
  {
    pattern: /@ts-(?:ignore|nocheck|expect-error)|biome-ignore|eslint-disable/g,
    applies: isCode,
    text: (match) => `silences a checker with ${match}`,
  },
  {
    pattern: /oxlint-disable(?![^\n]* -- \S)/g,
    applies: isCode,
    text: () => "silences oxlint without a reason (-- why)",
  },
];

/** What no file of the repository may contain. `files` holds path → text. */
export function checkTexts(files: ReadonlyMap<string, string>): readonly Finding[] {
  return [...files].filter(([path]) => !isOwn(path)).flatMap(([path, text]) => inFile(path, text));
}

function inFile(path: string, text: string): readonly Finding[] {
  const line = lineIn(text);
  return rules
    .filter((rule) => rule.applies(path))
    .flatMap((rule) =>
      [...text.matchAll(rule.pattern)].map((match) => ({
        path,
        line: line(match.index),
        text: rule.text(match[0].trim()),
      })),
    );
}

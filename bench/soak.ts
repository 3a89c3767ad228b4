/**
 * `npm run soak`: what must hold after thousands of commands and dozens of kills. A shorter run by flags:
 * `--rounds 3 --commands 500 --pairs 300 --withdrawals 60 --expired 20000`. The last line says what was proven, or the
 * exit code is not 0.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runPairs } from "../server/test/harness/pairs.ts";
import { type Home, makeHome } from "../server/test/harness/processes.ts";
import { runWithdrawals } from "../server/test/harness/withdrawals.ts";
import { forgetExpired } from "./soak/expired.ts";
import { killRounds } from "./soak/kills.ts";
import { randomCommands } from "./soak/random.ts";
import { verify } from "./soak/verify.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "50" },
    commands: { type: "string", default: "10000" },
    pairs: { type: "string", default: "10000" },
    withdrawals: { type: "string", default: "1000" },
    expired: { type: "string", default: "1000000" },
  },
});
const counts = {
  rounds: Number(values.rounds),
  commands: Number(values.commands),
  pairs: Number(values.pairs),
  withdrawals: Number(values.withdrawals),
  expired: Number(values.expired),
};
for (const [name, count] of Object.entries(counts))
  if (!Number.isInteger(count) || count < 0)
    throw new Error(`--${name}: is wrong; it must be a whole number, 0 leaves this part out`);

const bundle = fileURLToPath(new URL("../server/dist/gatehouse.mjs", import.meta.url));

interface Part {
  readonly name: string;
  readonly count: number;
  /** @returns what went wrong */
  run(home: Home, count: number): Promise<readonly string[]>;
}

const parts: readonly Part[] = [
  { name: "rounds of kill -9 under load", count: counts.rounds, run: killRounds },
  { name: "random commands on each of two processes", count: counts.commands, run: randomCommands },
  {
    name: "pairs written on one process and read on the other",
    count: counts.pairs,
    async run(home, count) {
      const nodes = [await home.start(), await home.startBeside()] as const;
      return [...(await runPairs(nodes, count)), ...(await verify(home))];
    },
  },
  {
    name: "rights withdrawn on one process and asked for on the other",
    count: counts.withdrawals,
    async run(home, count) {
      const nodes = [await home.start(), await home.startBeside()] as const;
      return [...(await runWithdrawals(nodes, count)), ...(await verify(home))];
    },
  },
  { name: "expired tokens forgotten", count: counts.expired, run: forgetExpired },
];

let faulty = 0;
for (const { name, count, run } of parts) {
  if (count === 0) {
    console.log(`left out: ${name}`);
    continue;
  }
  const home = makeHome(bundle);
  const begun = performance.now();
  try {
    const faults = await run(home, count);
    faulty += faults.length;
    for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
    const took = Math.round((performance.now() - begun) / 1000);
    console.log(
      `${faults.length === 0 ? "ok" : "FAILED"}: ${count} ${name}, ${faults.length} faults, ${took} s`,
    );
  } finally {
    await home.remove();
  }
}
console.log(faulty === 0 ? "soak: nothing lost, nothing stale" : `soak: ${faulty} faults`);
process.exitCode = faulty === 0 ? 0 : 1;

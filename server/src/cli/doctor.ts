import { publicOrigin } from "#src/app/first-instance.ts";
import type { Core } from "#src/app/gatehouse.ts";
import { instanceDomainKind } from "#src/domains/instance/index.ts";
import { CommandError } from "./command.ts";
import { withCore } from "./with-core.ts";

interface Finding {
  readonly ok: boolean;
  readonly what: string;
}

/** Says what works and what does not, with what would mend it. Fails when anything is wrong. */
export async function doctor(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const findings: Finding[] = [];
  try {
    await withCore(args, async ({ core, config }) => {
      findings.push({ ok: true, what: "the configuration is right" });
      findings.push({
        ok: true,
        what: `PostgreSQL ${Math.floor(core.database.serverVersion / 10_000)} answers`,
      });
      findings.push({ ok: true, what: "the schema is up to date and the master key is the database's" });
      const drift = Math.abs(core.database.now().getTime() - Date.now());
      findings.push({
        ok: drift < 2000,
        what:
          drift < 2000
            ? "the clocks agree"
            : `this machine's clock is ${Math.round(drift / 1000)} s off the database's: set it`,
      });
      findings.push(await hostKnown(core, config.external.domain));
      findings.push(await answers(publicOrigin(config)));
      return 0;
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    findings.push({ ok: false, what: error.message });
  }
  const healthy = findings.every(({ ok }) => ok);
  if (json) console.log(JSON.stringify({ healthy, findings }));
  else for (const { ok, what } of findings) console.log(`${ok ? "ok   " : "WRONG"} ${what}`);
  return healthy ? 0 : 1;
}

async function hostKnown({ store }: Core, host: string): Promise<Finding> {
  return (await store.claimant(instanceDomainKind, host)) === undefined
    ? {
        ok: false,
        what: `no instance is reached under ${host}: set GATEHOUSE_EXTERNAL_DOMAIN to a domain of one`,
      }
    : { ok: true, what: `an instance is reached under ${host}` };
}

async function answers(origin: string): Promise<Finding> {
  try {
    const answer = await fetch(`${origin}/debug/ready`, { signal: AbortSignal.timeout(3000) });
    return answer.ok
      ? { ok: true, what: `${origin} answers and is ready` }
      : { ok: false, what: `${origin} answers, but is not ready: ${await answer.text()}` };
  } catch {
    return { ok: true, what: `nothing answers at ${origin} at the moment` };
  }
}

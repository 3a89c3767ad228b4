import type { Core } from "#src/app/core.ts";
import { hasDevInbox } from "#src/app/dev-inbox.ts";
import { publicOrigin } from "#src/app/first-instance.ts";
import { instancesWithoutMail } from "#src/app/queries.ts";
import { instanceDomainKind } from "#src/domains/instance/index.ts";
import type { Config } from "#src/platform/config/index.ts";
import { CommandError } from "./command.ts";
import { requirePort } from "./port.ts";
import { runningServer } from "./running.ts";
import { withCore } from "./with-core.ts";

interface Finding {
  readonly ok: boolean;
  readonly what: string;
  /** Not wrong, but not as it is meant to be for long. */
  readonly warns?: true;
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
      findings.push(await sendsMail(core, config));
      findings.push(...(await listens(config)));
      return 0;
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    findings.push({ ok: false, what: error.message });
  }
  const healthy = findings.every(({ ok }) => ok);
  if (json)
    console.log(
      JSON.stringify({ healthy, findings: findings.map(({ ok, what, warns }) => ({ ok, what, warns })) }),
    );
  else
    for (const { ok, what, warns } of findings)
      console.log(`${ok ? (warns ? "warn " : "ok   ") : "WRONG"} ${what}`);
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

/** Without a provider everything works but mails, which wait: worth a word, and nothing is broken. */
async function sendsMail({ database }: Core, config: Config): Promise<Finding> {
  const without = await instancesWithoutMail(database);
  if (without === 0) return { ok: true, what: "every instance has an active email provider" };
  return hasDevInbox(config)
    ? { ok: true, what: "without an email provider, mails are kept at /dev/inbox" }
    : {
        ok: true,
        warns: true,
        what: `${without} ${without === 1 ? "instance has" : "instances have"} no active email provider: their mails wait until one is activated`,
      };
}

/**
 * The port that the server of this data directory has, whatever was given to this command; without a server, whether
 * the configured one can be had.
 */
async function listens(config: Config): Promise<readonly Finding[]> {
  const running = config.database.url === undefined ? runningServer(config.dataDir) : undefined;
  if (running === undefined) {
    const outside = await answers(publicOrigin(config));
    return outside.answered ? [outside] : [outside, await portIsFree(config)];
  }
  const { pid, port, url, secure } = running;
  const own = `the server is process ${pid} and has port ${port}`;
  // Its certificate is for its name, which only the outside knows it by.
  const inside = secure ? undefined : await answers(`http://localhost:${port}`);
  const heard =
    inside === undefined || inside.answered
      ? { ok: inside?.ok ?? true, what: `${own}${inside?.ok === false ? `: ${inside.what}` : ""}` }
      : { ok: false, what: `${own}, but does not answer there` };
  return [heard, await answers(url)];
}

async function portIsFree({ host, port }: Config): Promise<Finding> {
  try {
    await requirePort(host, port);
    return { ok: true, what: `port ${port} is free` };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { ok: false, what: error.message };
  }
}

async function answers(origin: string): Promise<Finding & { readonly answered: boolean }> {
  try {
    const answer = await fetch(`${origin}/debug/ready`, { signal: AbortSignal.timeout(3000) });
    return answer.ok
      ? { answered: true, ok: true, what: `${origin} answers and is ready` }
      : { answered: true, ok: false, what: `${origin} answers, but is not ready: ${await answer.text()}` };
  } catch {
    return { answered: false, ok: true, what: `nothing answers at ${origin} at the moment` };
  }
}

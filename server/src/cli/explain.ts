import { setupContext } from "#src/app/first-instance.ts";
import { instanceDomainKind } from "#src/domains/instance/index.ts";
import { findByLoginName } from "#src/domains/user/index.ts";
import { type ExplainedStep, type Explanation, explain as explainLogin } from "#src/login/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { CommandError, operandsOf } from "./command.ts";
import { withCore } from "./with-core.ts";

const usage = "usage: explain <login name> [<client id>] [--external-domain <host of the instance>] [--json]";

/** `explain <login name> [<client id>]`: the steps of somebody's next login, and the setting behind each. */
export async function explain(args: readonly string[]): Promise<number> {
  const [loginName, clientId] = operandsOf(args, 2);
  if (loginName === undefined) throw new CommandError(usage, 2);
  return withCore(
    args,
    async ({ core, config, json }) => {
      const host = config.external.domain;
      const instanceId = await core.store.claimant(instanceDomainKind, host);
      if (instanceId === undefined)
        throw new CommandError(`no instance is reached under ${host}: name it with --external-domain`);
      const ctx = setupContext(core, instanceId, `http://${host}`);
      const [user, another] = await findByLoginName(ctx, loginName);
      if (user === undefined || another !== undefined)
        throw new CommandError(`there is no user with the login name ${loginName}`);
      try {
        const explanation = await explainLogin(ctx, { user, clientId });
        console.log(json ? JSON.stringify(explanation) : printed(explanation));
      } catch (error) {
        if (error instanceof Failure) throw new CommandError(`refused: ${error.key} (${error.id})`);
        throw error;
      }
      return 0;
    },
    { operands: clientId === undefined ? 1 : 2 },
  );
}

function printed({ outcome, steps }: Explanation): string {
  const first = outcome === "done" ? "nothing is needed" : "in this order:";
  return [first, ...steps.map(line)].join("\n");
}

/** A step, the factors that do for it, and the steps that do in its place. */
function named({ kind, factors = [], alternatives = [] }: ExplainedStep): string {
  const which = factors.length === 0 ? "" : ` (${factors.join(" or ")})`;
  return [`${kind}${which}`, ...alternatives].join(", or ");
}

function line(step: ExplainedStep): string {
  const { weight, because, value, origin, originId, id } = step;
  const where =
    origin === undefined ? "" : ` of ${origin.replace("_", "-")}${originId ? ` ${originId}` : ""}`;
  return `  ${weight.padEnd(9)} ${named(step).padEnd(30)} because of ${because}${value === undefined ? "" : ` = ${value}`}${where}  ${id}`;
}

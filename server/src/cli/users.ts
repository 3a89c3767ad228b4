import { setupContext } from "#src/app/first-instance.ts";
import { instanceDomainKind } from "#src/domains/instance/index.ts";
import { findByLoginName, setPassword, unlockIfLocked } from "#src/domains/user/index.ts";
import { randomPassword } from "#src/platform/crypto/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { CommandError, operandsOf } from "./command.ts";
import { withCore } from "./with-core.ts";

const usage = "usage: users reset-password <login name> [--external-domain <host of the instance>] [--json]";

/**
 * `users reset-password <login name>`: a way back in for an administrator who lost theirs. Sets a random password
 * that must be changed at the next login, unlocks the user, and prints it once.
 */
export async function users(args: readonly string[]): Promise<number> {
  const [act, loginName] = operandsOf(args, 2);
  if (act !== "reset-password" || loginName === undefined) throw new CommandError(usage, 2);
  return resetPassword(args, loginName);
}

const resetPassword = (args: readonly string[], loginName: string): Promise<number> =>
  withCore(
    args,
    async ({ core, config, json }) => {
      const host = config.external.domain;
      const instanceId = await core.store.claimant(instanceDomainKind, host);
      if (instanceId === undefined)
        throw new CommandError(`no instance is reached under ${host}: name it with --external-domain`);
      const ctx = setupContext(core, instanceId, `http://${host}`);
      const found = await findByLoginName(ctx, loginName);
      const [user] = found;
      if (user === undefined || found.length > 1)
        throw new CommandError(`there is no user with the login name ${loginName}`);
      const password = randomPassword();
      try {
        await unlockIfLocked(ctx, user);
        await setPassword(ctx, user.aggregateId, password, true);
      } catch (error) {
        if (error instanceof Failure) throw new CommandError(`refused: ${error.key} (${error.id})`);
        throw error;
      }
      if (json) console.log(JSON.stringify({ userId: user.aggregateId, loginName, password }));
      else
        console.log(`the password of ${loginName} is now ${password}\nIt must be changed at the next login.`);
      return 0;
    },
    { operands: 2 },
  );

import { Failure, precondition } from "#src/platform/failure/index.ts";
import { requireHuman } from "./decisions.ts";
import type { CheckInfo, UserEvent } from "./events.ts";
import type { PasswordState } from "./human-state.ts";
import type { UserState } from "./state.ts";

/** The password to compare with. @throws failed_precondition when the user is locked or has none */
export function passwordToCheck(user: UserState | undefined): PasswordState {
  if (user === undefined) throw precondition("COMMAND-3n77z", "Errors.User.NotFound");
  const { human, status } = requireHuman(user, "COMMAND-ADF3g");
  if (status === "locked") throw precondition("COMMAND-JLK35", "Errors.User.Locked");
  if (!human.password) throw precondition("COMMAND-3nJ4t", "Errors.User.Password.NotSet");
  return human.password;
}

/**
 * Records a comparison made outside. A wrong password counts; at `maxAttempts` (0 = never) the user is locked.
 * An outdated hash is replaced by `upgrade`, unless the password was changed meanwhile.
 */
export const recordPasswordCheck =
  (
    check: { readonly ok: boolean; readonly against: string; readonly upgrade?: string | undefined },
    info: CheckInfo,
    maxAttempts: number,
  ) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    const current = passwordToCheck(user);
    const { human } = requireHuman(user, "COMMAND-ADF3h");
    if (current.hash !== check.against) throw new Failure("aborted", "COMMAND-Pw5ch", "Errors.Conflict");
    if (check.ok) {
      const succeeded: UserEvent = { type: "user.human.password.check.succeeded", payload: info };
      return check.upgrade === undefined
        ? [succeeded]
        : [succeeded, { type: "user.human.password.hash.updated", payload: { encodedHash: check.upgrade } }];
    }
    const failed: UserEvent = { type: "user.human.password.check.failed", payload: info };
    const lock = maxAttempts > 0 && human.passwordFailures + 1 >= maxAttempts;
    return lock ? [failed, { type: "user.locked", payload: null }] : [failed];
  };

import { invalid } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { PasskeyCodeEvent } from "./events.ts";
import type { PasskeyCodeState } from "./state.ts";

/** After so many wrong entries a code is worth nothing, so that it cannot be guessed. */
const maxFailures = limitRules.entriesPerCode.limit;

/** A code that was entered right, to be used up in a unit. */
export interface EnteredCode {
  readonly id: string;
}

/** Whether nobody can use it any more. */
export const isDead = ({ failures, expirySeconds, createdAt }: PasskeyCodeState, now: Date): boolean =>
  failures >= maxFailures ||
  (expirySeconds > 0 && Date.parse(createdAt) + expirySeconds * 1000 <= now.getTime());

/** The refusal of a code that is not this person's, not there any more, or simply wrong: which of it is told to nobody. */
export const wrongCode = (failedAttempts?: number) =>
  invalid("COMMAND-Eeb2a", "Errors.User.Code.Invalid", {
    field: "code.code",
    ...(failedAttempts === undefined ? {} : { failedAttempts }),
  });

/** @throws invalid_argument COMMAND-Eeb2a when it was used or voided since it was compared */
export const spendCode =
  ({ id }: EnteredCode) =>
  (code: PasskeyCodeState | undefined): readonly PasskeyCodeEvent[] => {
    if (!code || code.failures >= maxFailures) throw wrongCode();
    return [{ type: "user.human.passwordless.initialization.code.check.succeeded", payload: { id } }];
  };

/** Nothing is recorded of a code that is gone. */
export const recordWrongCode =
  (id: string) =>
  (code: PasskeyCodeState | undefined): readonly PasskeyCodeEvent[] =>
    code ? [{ type: "user.human.passwordless.initialization.code.check.failed", payload: { id } }] : [];

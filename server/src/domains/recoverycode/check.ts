import { checkFactor } from "#src/domains/user/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { secretForm } from "./code.ts";

/** A code that was brought along has whatever shape it had there, and a hash as passwords have. */
const compare = ({ secrets }: Ctx, hash: string, userId: string, typed: string) =>
  secrets.isKnownHash(hash)
    ? secrets.verifyPassword(hash, typed.trim())
    : secrets.verifySecret(hash, secretForm(userId, typed));

/**
 * Checks one of somebody's recovery codes, and uses it up.
 * @throws failed_precondition USER-Rc3nr without any; invalid_argument USER-Rc4wr for a wrong or used one
 */
export const checkRecoveryCode = (ctx: Ctx, userId: string, typed: string): Promise<number> =>
  checkFactor(
    ctx,
    userId,
    async ({ factors }) => {
      const left = factors?.recoveryCodes ?? [];
      if (left.length === 0) throw precondition("USER-Rc3nr", "Errors.User.MFA.RecoveryCodes.NotReady");
      const checks = await Promise.all(left.map((hash) => compare(ctx, hash, userId, typed)));
      return { factor: "recoveryCode", hash: left.find((_hash, index) => checks[index]?.ok) };
    },
    (failedAttempts) =>
      invalid("USER-Rc4wr", "Errors.User.MFA.RecoveryCodes.InvalidCode", {
        field: "checks.recoveryCode.code",
        failedAttempts,
      }),
  );

import { hasIdpLinks } from "#src/domains/idplink/index.ts";
import type { UserState } from "#src/domains/user/index.ts";
import { type AuthenticatorKind, usableAuthenticators } from "#src/domains/webauthn/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** How somebody can prove who they are. */
export type Method = "password" | "passkey" | "idp" | "totp" | "u2f" | "otpSms" | "otpEmail" | "recoveryCode";

/** Of authenticators those alone count that answer for this relying party. */
export interface Reading {
  readonly rpId?: string | undefined;
  /** Also those of which it is not known for which they answer. */
  readonly withoutRpId?: boolean | undefined;
}

/** What somebody has set up and can use; nothing for service users. */
export async function readyMethods(
  ctx: Ctx,
  { aggregateId, state }: Pick<Row<UserState>, "aggregateId" | "state">,
  { rpId, withoutRpId }: Reading = {},
): Promise<readonly Method[]> {
  if (state.kind !== "human") return [];
  const { password, factors = {} } = state.human;
  const [usable, isLinked] = await Promise.all([
    usableAuthenticators(ctx, aggregateId),
    hasIdpLinks(ctx, aggregateId),
  ]);
  const authenticators = usable.filter(
    (one) => rpId === undefined || one.rpId === rpId || (withoutRpId && one.rpId === ""),
  );
  const hasAny = (kind: AuthenticatorKind): boolean => authenticators.some((one) => one.kind === kind);
  const has: readonly (readonly [Method, boolean])[] = [
    ["password", password !== undefined],
    ["passkey", hasAny("passkey")],
    ["idp", isLinked],
    ["totp", factors.totp?.ready === true],
    ["u2f", hasAny("u2f")],
    ["otpSms", factors.otpSms !== undefined],
    ["otpEmail", factors.otpEmail !== undefined],
    ["recoveryCode", (factors.recoveryCodes ?? []).length > 0],
  ];
  return has.filter(([, ready]) => ready).map(([method]) => method);
}

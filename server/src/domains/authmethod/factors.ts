import { requireUser } from "#src/domains/user/index.ts";
import { authenticatorsOf } from "#src/domains/webauthn/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** A second factor as lists show it, also one whose set-up is not finished. */
export interface ListedFactor {
  readonly ready: boolean;
  readonly type:
    | { readonly case: "otp" | "otpSms" | "otpEmail"; readonly value: Record<never, never> }
    | { readonly case: "u2f"; readonly value: { readonly id: string; readonly name: string } };
}

/** @throws not_found for nobody */
export async function listFactors(ctx: Ctx, userId: string): Promise<readonly ListedFactor[]> {
  const { state } = await requireUser(ctx, userId);
  const { totp, otpSms, otpEmail } = (state.kind === "human" ? state.human.factors : undefined) ?? {};
  const u2f = await authenticatorsOf(ctx, userId, "u2f");
  return [
    ...(totp ? [{ ready: totp.ready, type: { case: "otp" as const, value: {} } }] : []),
    ...u2f.map(({ entityId: id, state: key }) => ({
      ready: key.status === "ready",
      type: { case: "u2f" as const, value: { id, name: key.status === "ready" ? key.name : "" } },
    })),
    ...(otpSms ? [{ ready: true, type: { case: "otpSms" as const, value: {} } }] : []),
    ...(otpEmail ? [{ ready: true, type: { case: "otpEmail" as const, value: {} } }] : []),
  ];
}

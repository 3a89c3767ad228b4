import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { externalVerifier } from "#src/domains/smsprovider/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { CodeAdded } from "../events.ts";
import { requireTrustedLink } from "../mail-links.ts";

/** What becomes of a new address: it counts as verified, or a code is sent, or a code is returned to the caller. */
export type Verification =
  | { readonly kind: "verified" }
  | { readonly kind: "send"; readonly urlTemplate?: string | undefined }
  | { readonly kind: "return" };

/** Somebody is sent a code, or the caller is handed it. */
export type Delivery = Exclude<Verification, { readonly kind: "verified" }>;

/** What codes of users are for, by the name of the generator that makes them. */
export type CodeUse = "init" | "verify_email" | "verify_phone" | "password_reset" | "invite";

/** A code that was made; `returned` is set only when the caller asked for it, and then nothing is sent. */
export interface Code {
  readonly event: CodeAdded;
  readonly returned?: string;
}

const nanosPerSecond = 1_000_000_000;

/**
 * Makes a code as it is wanted; where the provider of SMS makes and checks its own, one that goes there is left to it.
 * @throws invalid_argument USER-Ul1nk for a mail that leads to where we do not know
 */
export async function makeCode(
  ctx: Ctx,
  use: CodeUse,
  wanted: Delivery,
  channel: "email" | "sms" = "email",
): Promise<Code> {
  if (wanted.kind === "send" && wanted.urlTemplate) await requireTrustedLink(ctx, wanted.urlTemplate);
  const { shape, expirySeconds } = await effectiveCodeShape(ctx, use);
  const common = {
    expiry: expirySeconds * nanosPerSecond,
    triggerOrigin: ctx.origin,
    ...(wanted.kind === "return" ? { code_returned: true } : {}),
    ...(wanted.kind === "send" && wanted.urlTemplate ? { url_template: wanted.urlTemplate } : {}),
  };
  const verifier = wanted.kind === "send" && channel === "sms" ? await externalVerifier(ctx) : undefined;
  if (verifier) return { event: { generatorId: verifier.id, ...common } };
  const plain = ctx.secrets.code(shape);
  const event: CodeAdded = { code: ctx.secrets.seal("otp", plain), ...common };
  return wanted.kind === "return" ? { event, returned: plain } : { event };
}

/** The same for a new address, which may need no proof. */
export const codeFor = async (
  ctx: Ctx,
  use: "verify_email" | "verify_phone",
  wanted: Verification,
): Promise<Code | undefined> =>
  wanted.kind === "verified"
    ? undefined
    : makeCode(ctx, use, wanted, use === "verify_phone" ? "sms" : "email");

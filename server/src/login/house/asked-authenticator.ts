/**
 * What an authenticator is asked when somebody proves with it who they are. The challenge travels with the page, sealed:
 * bound to browser and request, good for a few minutes and one answer. Nothing is stored for pages that nobody answers.
 */
import type { MadeWebAuthN } from "#src/domains/webauthn/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Visit } from "../visit.ts";

/** `login`: a passkey. `key`: a security key as second factor. */
type AskedKind = "login" | "key";

/** What a page asks an authenticator. */
export interface AuthenticatorQuestion {
  /** Comes back with the answer. */
  readonly challenge: string;
  /** For `navigator.credentials.get`. */
  readonly options: object;
}

export interface Asked {
  readonly challenge: string;
  readonly rpId: string;
  /** RFC 3339 */
  readonly createdAt: string;
  /** Empty: of nobody. */
  readonly userId: string;
}

const boundTo = (
  { instanceId }: Ctx,
  { browserId, requestId = "" }: Visit,
  kind: AskedKind,
): readonly string[] => [kind, instanceId, browserId, requestId];

export const questionOf = (
  ctx: Ctx,
  visit: Visit,
  kind: AskedKind,
  { challenge, rpId, options }: MadeWebAuthN,
  userId: string,
): AuthenticatorQuestion => {
  const text = JSON.stringify([...boundTo(ctx, visit, kind), challenge, rpId, ctx.now.toISOString(), userId]);
  return { challenge: ctx.secrets.sealToken("webauthn", text), options };
};

export function askedIn(ctx: Ctx, visit: Visit, kind: AskedKind, token: string): Asked | undefined {
  const text = ctx.secrets.openToken("webauthn", token);
  // Ours by the seal, so that its shape is known.
  const parts = text === undefined ? [] : (JSON.parse(text) as readonly string[]);
  const bound = boundTo(ctx, visit, kind);
  if (!bound.every((part, n) => parts[n] === part)) return undefined;
  const [challenge = "", rpId = "", createdAt = "", userId = ""] = parts.slice(bound.length);
  return { challenge, rpId, createdAt, userId };
}

/** One answer to each challenge, over all processes. */
export async function isFirstAnswer(ctx: Ctx, { challenge }: Asked): Promise<boolean> {
  const { instanceId } = ctx;
  try {
    await ctx.limits.take({ instanceId, rule: limitRules.answersPerChallenge, subject: challenge });
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return false;
    throw error;
  }
}

/**
 * What an authenticator is asked when somebody proves with it who they are. The challenge travels with the page, bound
 * to browser and request, good for a few minutes and one answer.
 */
import type { MadeWebAuthN } from "#src/domains/webauthn/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Visit } from "../visit.ts";
import { sealNote, textsInBrowser } from "./sealed-note.ts";

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

const boundTo = ({ instanceId }: Ctx, { browserId, requestId = "" }: Visit, kind: AskedKind) =>
  [kind, instanceId, browserId, requestId] as const;

export const questionOf = (
  ctx: Ctx,
  visit: Visit,
  kind: AskedKind,
  { challenge, rpId, options }: MadeWebAuthN,
  userId: string,
): AuthenticatorQuestion => {
  const says = [challenge, rpId, ctx.now.toISOString(), userId];
  return { challenge: sealNote(ctx, "webauthn", boundTo(ctx, visit, kind), says), options };
};

export function askedIn(ctx: Ctx, visit: Visit, kind: AskedKind, token: string): Asked | undefined {
  const bound = (browserId: string) => boundTo(ctx, { ...visit, browserId }, kind);
  const says = textsInBrowser(ctx, "webauthn", visit, bound, token);
  if (says === undefined) return undefined;
  const [challenge = "", rpId = "", createdAt = "", userId = ""] = says;
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

/** What a browser sent for an authenticator; undefined for what is no object. */
export function credentialOf(text = ""): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

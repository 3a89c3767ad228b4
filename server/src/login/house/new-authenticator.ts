/**
 * What an authenticator is asked when it is registered on the pages. The question travels with the page, sealed: of
 * pages that nobody answers nothing is stored, however often they are opened.
 */
import {
  type AskedRegistration,
  type AuthenticatorKind,
  askForRegistration,
} from "#src/domains/webauthn/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Visit } from "../visit.ts";

export interface RegistrationQuestion {
  /** Comes back with the answer. */
  readonly question: string;
  /** For `navigator.credentials.create`. */
  readonly options: object;
}

interface Wanted {
  readonly kind: AuthenticatorKind;
  readonly userId: string;
  /** Of the authenticator that it becomes; of all answers to questions with the same one, one alone counts. */
  readonly id?: string | undefined;
}

const boundTo = (
  { instanceId }: Ctx,
  { browserId }: Visit,
  { kind, userId }: Omit<Wanted, "id">,
): readonly string[] => [`new_${kind}`, instanceId, browserId, userId];

/** As the user, who registers one of their own. */
export async function askForAuthenticator(
  ctx: Ctx,
  visit: Visit,
  wanted: Wanted,
): Promise<RegistrationQuestion> {
  const { kind, userId } = wanted;
  const { asked, options } = await askForRegistration(ctx, { kind, userId, domain: "" }, wanted.id);
  const { id, challenge, rpId, askedAt } = asked;
  const text = JSON.stringify([...boundTo(ctx, visit, wanted), id, challenge, rpId, askedAt]);
  return { question: ctx.secrets.sealToken("webauthn", text), options };
}

/** What was asked; undefined for what was asked of another browser, user or kind, or of another id. */
export function askedFor(
  ctx: Ctx,
  visit: Visit,
  wanted: Wanted,
  question: string,
): AskedRegistration | undefined {
  const text = ctx.secrets.openToken("webauthn", question);
  // Ours by the seal, so that its shape is known.
  const parts = text === undefined ? [] : (JSON.parse(text) as readonly string[]);
  const bound = boundTo(ctx, visit, wanted);
  if (!bound.every((part, n) => parts[n] === part)) return undefined;
  const [id = "", challenge = "", rpId = "", askedAt = ""] = parts.slice(bound.length);
  return wanted.id === undefined || wanted.id === id ? { id, challenge, rpId, askedAt } : undefined;
}

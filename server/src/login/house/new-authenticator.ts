/** What an authenticator is asked when it is registered on the pages. The question travels with the page. */
import {
  type AskedRegistration,
  type AuthenticatorKind,
  askForRegistration,
} from "#src/domains/webauthn/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Visit } from "../visit.ts";
import { sealNote, textsInBrowser } from "./sealed-note.ts";

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

const boundTo = ({ instanceId }: Ctx, { browserId }: Visit, { kind, userId }: Omit<Wanted, "id">) =>
  [`new_${kind}`, instanceId, browserId, userId] as const;

/** As the user, who registers one of their own. */
export async function askForAuthenticator(
  ctx: Ctx,
  visit: Visit,
  wanted: Wanted,
): Promise<RegistrationQuestion> {
  const { kind, userId } = wanted;
  const { asked, options } = await askForRegistration(ctx, { kind, userId, domain: "" }, wanted.id);
  const { id, challenge, rpId, askedAt } = asked;
  const says = [id, challenge, rpId, askedAt];
  return { question: sealNote(ctx, "webauthn", boundTo(ctx, visit, wanted), says), options };
}

/** What was asked; undefined for what was asked of another browser, user or kind, or of another id. */
export function askedFor(
  ctx: Ctx,
  visit: Visit,
  wanted: Wanted,
  question: string,
): AskedRegistration | undefined {
  const bound = (browserId: string) => boundTo(ctx, { ...visit, browserId }, wanted);
  const says = textsInBrowser(ctx, "webauthn", visit, bound, question);
  if (says === undefined) return undefined;
  const [id = "", challenge = "", rpId = "", askedAt = ""] = says;
  return wanted.id === undefined || wanted.id === id ? { id, challenge, rpId, askedAt } : undefined;
}

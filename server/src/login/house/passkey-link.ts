/** Links by which somebody registers a passkey: on another device, or because they were asked to. */
import { codeBudgets, userById } from "#src/domains/user/index.ts";
import { createPasskeyCode, enterPasskeyCode, spendPasskeyCode } from "#src/domains/webauthn/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { evenTime, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { link, paths } from "../routes.ts";
import type { Visit } from "../visit.ts";
import { as, passkeyPermit } from "./passkey-setup.ts";
import { refusalStepMs } from "./password.ts";
import { sealNote, textsInBrowser } from "./sealed-note.ts";
import { asLogin } from "./sign-in.ts";

export type CodeEntered =
  | { readonly status: "ok"; readonly permit: string }
  /** Also of somebody who is not there: which of it is told to nobody. */
  | { readonly status: "wrong" | "expired" | "too_many" };

const codeOutcomes: Readonly<Record<string, "wrong" | "expired">> = {
  "COMMAND-Eeb2a": "wrong",
  "WEBAUTHN-Cd1ex": "expired",
};

/** Of a link: whose, which, and the code. */
interface SetupCode {
  readonly userId: string;
  readonly id: string;
  readonly code: string;
}

/** The code as the pages' own addresses carry it: nothing for whoever reads along, but in this browser. */
export const sealedCode = (ctx: Ctx, visit: Visit, { userId, id, code }: SetupCode): string =>
  sealNote(ctx, "webauthn", boundTo(ctx, visit), [userId, id, code]);

const boundTo = ({ instanceId }: Ctx, { browserId }: Visit) => ["link", instanceId, browserId] as const;

export function openedCode(ctx: Ctx, visit: Visit, sealed: string): SetupCode | undefined {
  const bound = (browserId: string) => boundTo(ctx, { ...visit, browserId });
  const says = textsInBrowser(ctx, "webauthn", visit, bound, sealed);
  if (says === undefined) return undefined;
  const [userId = "", id = "", code = ""] = says;
  return { userId, id, code };
}

/** Uses up a code from a link. Nobody's codes cost the same limits and the same time as wrong ones. */
export const enterSetupCode = (ctx: Ctx, visit: Visit, entered: SetupCode): Promise<CodeEntered> =>
  evenTime(
    refusalStepMs,
    () => tryCode(ctx, visit, entered),
    ({ status }) => status !== "ok",
  );

async function tryCode(ctx: Ctx, visit: Visit, { userId, id, code }: SetupCode): Promise<CodeEntered> {
  try {
    const acting = as(ctx, userId);
    if ((await userById(ctx, userId)) === undefined)
      await ctx.limits.guard(codeBudgets(ctx, userId), async () => ({ ok: false }));
    await spendPasskeyCode(acting, userId, await enterPasskeyCode(acting, userId, { id, code }));
    return { status: "ok", permit: passkeyPermit(ctx, visit, "register", userId) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "resource_exhausted") return { status: "too_many" };
    const status = codeOutcomes[error.id] ?? (error.kind === "not_found" ? "wrong" : undefined);
    if (status === undefined) throw error;
    return { status };
  }
}

export interface SetupLink {
  readonly url: string;
  readonly expirySeconds: number;
}

/**
 * A link by which the user registers a passkey on another device.
 * @returns undefined when they had too many of them lately
 */
export async function passkeyLink(ctx: Ctx, userId: string): Promise<SetupLink | undefined> {
  try {
    await ctx.limits.take({
      instanceId: ctx.instanceId,
      rule: limitRules.passkeyLinkPerUser,
      subject: userId,
    });
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return undefined;
    throw error;
  }
  const made = await createPasskeyCode(as(ctx, userId), userId, { kind: "link" });
  const query = { userId, organization: made.orgId, codeId: made.id, code: made.returned };
  return { url: ctx.origin + link(paths.passkeySet, query), expirySeconds: made.expirySeconds };
}

export type LinkMailed = "sent" | "not_verified" | "too_many";

/** Sends such a link to the user's address. */
export async function mailPasskeyLink(ctx: Ctx, userId: string): Promise<LinkMailed> {
  try {
    await createPasskeyCode(asLogin(ctx), userId, { kind: "send" });
    return "sent";
  } catch (error) {
    if (error instanceof Failure && error.id === "WEBAUTHN-Em1nv") return "not_verified";
    if (error instanceof Failure && error.kind === "resource_exhausted") return "too_many";
    throw error;
  }
}

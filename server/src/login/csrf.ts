/**
 * Tokens of forms. Sealed with the browser's id, so that only a page we rendered for this browser has one; different
 * on every page, so that compression gives nothing away.
 */

/** A form may stay open for a working day. */
const validMs = 24 * 3_600_000;

import type { Ctx } from "#src/platform/request/index.ts";
export function csrfToken(ctx: Ctx, browserId: string): string {
  return ctx.secrets.sealToken("csrf", `${ctx.now.getTime()}.${ctx.instanceId}.${browserId}`);
}

export function isCsrfToken(ctx: Ctx, browserId: string, token: string | undefined): boolean {
  const text = token === undefined ? undefined : ctx.secrets.openToken("csrf", token);
  if (text === undefined) return false;
  const [at = "", ...owner] = text.split(".");
  const age = ctx.now.getTime() - Number(at);
  return owner.join(".") === `${ctx.instanceId}.${browserId}` && age < validMs;
}

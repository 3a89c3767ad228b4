/** Where a mail with a link of the caller's choice may lead. */
import { InstanceDomain, TrustedDomain } from "#src/domains/instance/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/**
 * The fixed address at the beginning of a template. What is filled in later must not be part of it, nor anything that
 * readers of addresses read differently, such as a user name before the host or a backslash.
 */
export function templateOrigin(template: string): URL | undefined {
  const [, origin] = /^(https?:\/\/[\w.:[\]-]+)(?:[/?#]|$)/i.exec(template.trim()) ?? [];
  return origin !== undefined && URL.canParse(origin) ? new URL(origin) : undefined;
}

/** Whether a template gives an address of the web, whatever its variables are. */
export function isLinkTemplate(template: string): boolean {
  const filled = template.trim().replaceAll(/\{\{[^{}]*\}\}/g, "0");
  if (filled.includes("{{") || filled.includes("}}") || !URL.canParse(filled)) return false;
  return /^https?:$/.test(new URL(filled).protocol);
}

/**
 * Anybody can have a mail of ours sent to an address that they enter, the owner of an organization that they registered
 * themselves to any number. So that it is no way to send strangers links to anywhere under our name, these lead to the
 * instance's own domains, to those it trusts, and to where the application that people are using registered that it
 * lives. Who has a role on the whole instance answers for the links.
 * @throws invalid_argument naming the field: DOMAIN-oGh5e for what can be no link for anybody, USER-Ul1nk
 */
export async function requireTrustedLink(ctx: Ctx, template: string): Promise<void> {
  if (!isLinkTemplate(template))
    throw invalid("DOMAIN-oGh5e", "Errors.User.InvalidURLTemplate", { field: "urlTemplate" });
  const url = templateOrigin(template);
  if (url && (await isTrusted(ctx, url))) return;
  const roles = await ctx.caller.memberships();
  if (roles.some(({ kind }) => kind === "iam" || kind === "system")) return;
  throw invalid("USER-Ul1nk", "Errors.User.InvalidURLTemplate", { field: "urlTemplate" });
}

async function isTrusted(ctx: Ctx, url: URL): Promise<boolean> {
  if (url.origin === ctx.origin) return true;
  const [own, trusted, origins] = await Promise.all([
    ctx.config.rows(InstanceDomain, ctx.instanceId),
    ctx.config.rows(TrustedDomain, ctx.instanceId),
    ctx.caller.redirectOrigins?.(),
  ]);
  const hosts = [...own, ...trusted].map(({ state }) => state.domain.toLowerCase().replace(/:\d+$/, ""));
  return hosts.includes(url.hostname) || origins?.includes(url.origin) === true;
}

/** Whether somebody may make an account for themselves, where, and how (login-flows §2.6). */
import { effectiveBranding } from "#src/domains/branding/index.ts";
import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import { Org } from "#src/domains/org/index.ts";
import type { TypedName } from "#src/domains/user/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { RequestedOrg } from "./request.ts";

/** A registration that is open to whoever comes. */
export interface Registration {
  readonly orgId: string;
  readonly orgName: string;
  /** `@example.com`: what a chosen user name is continued by. Absent where the address is the user name. */
  readonly suffix?: string;
  readonly showsSuffix: boolean;
  readonly withPasskey: boolean;
  /** Nobody is told which names are known, so everything after the form happens by mail (ADR 014). */
  readonly byMail: boolean;
}

/**
 * The registration of an organization; undefined where there is none.
 * @param asked the organization that was asked for; without one it is the default one
 */
export async function registrationIn(
  ctx: Ctx,
  asked: RequestedOrg | undefined,
): Promise<Registration | undefined> {
  const orgId = asked?.id ?? (await instanceOf(ctx)).defaultOrgId;
  const org = orgId === "" ? undefined : await ctx.config.row(Org, orgId);
  if (!org?.state.active) return undefined;
  const login = await effectiveLoginPolicy(ctx, orgId);
  if (!login.allowRegister || !login.allowUsernamePassword) return undefined;
  const [{ userLoginMustBeDomain }, label] = await Promise.all([
    effectiveDomainPolicy(ctx, orgId),
    effectiveBranding(ctx, orgId),
  ]);
  return {
    orgId,
    orgName: org.state.name,
    ...(userLoginMustBeDomain ? { suffix: `@${org.state.primaryDomain}` } : {}),
    showsSuffix: userLoginMustBeDomain && !label.hideLoginNameSuffix,
    withPasskey: login.passwordlessType === passkeysAllowed,
    byMail: login.ignoreUnknownUsernames,
  };
}

const passkeysAllowed = 1;

/** Where a name belongs by its domain, though nobody has it. */
export interface DiscoveredOrg {
  readonly id: string;
  readonly mayRegister: boolean;
  readonly ignoresUnknownNames: boolean;
}

/**
 * By a verified domain of an organization that lets itself be found that way (login-flows §2.3).
 * @param typed undefined for a name that is not followed by a domain
 */
export async function discoverOrg(
  ctx: Ctx,
  typed: TypedName | undefined,
): Promise<DiscoveredOrg | undefined> {
  const id = typed?.domainOwner;
  if (id === undefined || (await ctx.config.row(Org, id))?.state.active !== true) return undefined;
  const login = await effectiveLoginPolicy(ctx, id);
  if (!login.allowDomainDiscovery) return undefined;
  return {
    id,
    mayRegister: (await registrationIn(ctx, { id })) !== undefined,
    ignoresUnknownNames: login.ignoreUnknownUsernames,
  };
}

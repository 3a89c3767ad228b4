import { restrictionsOf } from "#src/domains/instance/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { setUpOrg } from "./commands.ts";

/** What somebody says who makes an organization for themselves. */
export interface OrgRegistration {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** The email address when left out. */
  readonly userName?: string | undefined;
  readonly password: string;
  readonly preferredLanguage?: string | undefined;
}

/** Whether the instance lets anybody make an organization. */
export const mayRegisterOrg = async (ctx: Pick<Ctx, "config" | "instanceId">): Promise<boolean> =>
  !(await restrictionsOf(ctx)).disallowPublicOrgRegistration;

/**
 * An organization made by somebody who is not known yet, and owned by them. Their address is to be proven: a code is
 * on its way.
 * @throws failed_precondition ORGSETUP-Re9na where the instance does not allow it; resource_exhausted for an address
 *   that registers too often; already_exists for a name that is taken
 */
export async function registerOrg(
  ctx: Ctx,
  { name, password, ...person }: OrgRegistration,
): Promise<{ readonly orgId: string; readonly userId: string }> {
  if (!(await mayRegisterOrg(ctx))) throw precondition("ORGSETUP-Re9na", "Errors.Org.RegistrationNotAllowed");
  const rule = limitRules.registrationPerAddress;
  await ctx.limits.take({ instanceId: ctx.instanceId, rule, subject: ctx.ip });
  const human = {
    ...person,
    password: { plain: password },
    emailVerification: { kind: "send" },
    selfRegistered: true,
  } as const;
  const { org, owners } = await setUpOrg(ctx, { name, owners: [{ human, roles: [] }] });
  return { orgId: org.aggregateId, userId: owners[0]?.userId ?? "" };
}

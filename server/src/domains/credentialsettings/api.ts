import {
  CredentialSettingsService,
  RefusedPasswords,
  type SetCredentialSettingsRequest,
} from "#contract/gatehouse/settings/v1/credential_settings_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import {
  addPolicy,
  changePolicy,
  effective,
  type PolicyTarget,
  removePolicy,
  unknownOrg,
  type Values,
  writePolicy,
} from "#src/kits/settings/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { credentialSettings, type fields } from "./policy.ts";

/** By their numbers. */
const refusals = [
  RefusedPasswords.UNSPECIFIED,
  RefusedPasswords.NONE,
  RefusedPasswords.CHOSEN,
  RefusedPasswords.ALL,
] as const;

const write = writePolicy(credentialSettings, Org);

/** Without an organization's id it is about the instance. */
const targetOf = (ctx: Ctx, orgId: string): PolicyTarget =>
  orgId === "" ? { level: "instance", id: ctx.instanceId } : { level: "org", id: orgId };

function requireMay(ctx: Ctx, what: "read" | "write", { level, id }: PolicyTarget): Promise<void> {
  const permission = level === "instance" ? `iam.policy.${what}` : `policy.${what}`;
  return requirePermission(ctx, permission, { orgId: id });
}

const givenBy = (request: Wire<SetCredentialSettingsRequest>): Partial<Values<typeof fields>> => ({
  ...(request.passwordHistory === undefined ? {} : { passwordHistory: request.passwordHistory }),
  ...(request.refusedPasswords === undefined ? {} : { refusedPasswords: request.refusedPasswords }),
  ...(request.totpIssuer === undefined ? {} : { totpIssuer: request.totpIssuer }),
  ...(request.relyingPartyName === undefined ? {} : { relyingPartyName: request.relyingPartyName }),
  ...(request.requireVerifiedEmail === undefined
    ? {}
    : { requireVerifiedEmail: request.requireVerifiedEmail }),
});

export const credentialSettingsPart = part(CredentialSettingsService, {
  async getCredentialSettings({ organizationId }, ctx) {
    await requireMay(ctx, "read", targetOf(ctx, organizationId));
    if (organizationId !== "" && !(await ctx.config.row(Org, organizationId))) throw unknownOrg();
    const { value, isDefault, row } = await effective(ctx, credentialSettings, organizationId);
    return {
      settings: {
        ...value,
        refusedPasswords: refusals[value.refusedPasswords] ?? RefusedPasswords.UNSPECIFIED,
      },
      inherited: organizationId !== "" && isDefault,
      changeDate: row && timestamp(row.changedAt),
    };
  },
  /** What is left out stays as it is; in an organization that had none of its own, as the instance has it. */
  async setCredentialSettings(request, ctx) {
    const target = targetOf(ctx, request.organizationId);
    await requireMay(ctx, "write", target);
    const given = givenBy(request);
    const { value } = await effective(ctx, credentialSettings, request.organizationId);
    const written = await write(ctx, target, (before) =>
      before === undefined
        ? addPolicy(credentialSettings, target.level, { ...value, ...given })(before)
        : changePolicy(credentialSettings, target.level, given)(before),
    );
    return { changeDate: timestamp(written.changedAt) };
  },
  async resetCredentialSettings({ organizationId }, ctx) {
    const target = targetOf(ctx, organizationId);
    await requireMay(ctx, "write", target);
    const written = await write(ctx, target, removePolicy(credentialSettings));
    return { changeDate: timestamp(written.changedAt) };
  },
});

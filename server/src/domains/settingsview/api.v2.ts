import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { SettingsService as SettingsServiceBeta } from "#contract/zitadel/settings/v2beta/settings_service_pb.ts";
import { activeBranding, assetUrls } from "#src/domains/branding/index.ts";
import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { allowedLanguages, instanceOf } from "#src/domains/instance/index.ts";
import { lockout } from "#src/domains/lockout/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { passwordAge } from "#src/domains/passwordage/index.ts";
import { passwordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { privacyPolicy } from "#src/domains/privacy/index.ts";
import { securityPolicy, setSecurity } from "#src/domains/security/index.ts";
import { effective } from "#src/kits/settings/index.ts";
import { requireSomewhere } from "#src/platform/authz/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, duration, listDetails, part } from "#src/platform/rpc/index.ts";
import { brandingFields, detailsOf, ownerType } from "./translate.ts";

/** Whose settings a request asks for; without a word the context organization's. */
interface Wanted {
  readonly ctx?:
    | {
        readonly resourceOwner:
          | { readonly case: "orgId"; readonly value: string }
          | { readonly case: "instance"; readonly value: boolean }
          | { readonly case: undefined; readonly value?: undefined };
      }
    | undefined;
}

/** @throws as the annotation would, had the header named the organization that the request names */
async function orgIdOf(wanted: Wanted, ctx: Ctx): Promise<string> {
  const owner = wanted.ctx?.resourceOwner;
  if (owner?.case === "instance") return "";
  if (owner?.case !== "orgId" || owner.value === ctx.orgId) return ctx.orgId;
  await requireSomewhere(ctx, "policy.read", owner.value);
  return owner.value;
}

/** The numbers of the first factor list (stored and on the wire alike): 1 TOTP, 2 U2F, 3 email, 4 SMS. */
const secondFactors = [1, 2, 3, 4] as const;

async function loginSettings(wanted: Wanted, ctx: Ctx) {
  const policy = await effective(ctx, loginPolicy, await orgIdOf(wanted, ctx));
  const { value } = policy;
  return {
    details: detailsOf(policy),
    settings: {
      allowUsernamePassword: value.allowUsernamePassword,
      allowLocalAuthentication: value.allowUsernamePassword,
      allowRegister: value.allowRegister,
      allowExternalIdp: value.allowExternalIdp,
      forceMfa: value.forceMfa,
      forceMfaLocalOnly: value.forceMfaLocalOnly,
      passkeysType: value.passwordlessType === 1 ? (1 as const) : (0 as const),
      hidePasswordReset: value.hidePasswordReset,
      ignoreUnknownUsernames: value.ignoreUnknownUsernames,
      defaultRedirectUri: value.defaultRedirectUri,
      passwordCheckLifetime: duration(value.passwordCheckLifetimeSeconds),
      externalLoginCheckLifetime: duration(value.externalLoginCheckLifetimeSeconds),
      mfaInitSkipLifetime: duration(value.mfaInitSkipLifetimeSeconds),
      secondFactorCheckLifetime: duration(value.secondFactorCheckLifetimeSeconds),
      multiFactorCheckLifetime: duration(value.multiFactorCheckLifetimeSeconds),
      secondFactors: secondFactors.filter((type) => value.secondFactors.includes(type)),
      multiFactors: value.multiFactors.includes(1) ? [1 as const] : [],
      allowDomainDiscovery: value.allowDomainDiscovery,
      disableLoginWithEmail: value.disableLoginWithEmail,
      disableLoginWithPhone: value.disableLoginWithPhone,
      resourceOwnerType: ownerType(policy),
    },
  };
}

/** Settings in force, as login pages and consoles ask for them; v2beta is v2 with fewer fields. */
const handlers = {
  getLoginSettings: loginSettings,
  async getPasswordComplexitySettings(wanted: Wanted, ctx: Ctx) {
    const policy = await effective(ctx, passwordComplexity, await orgIdOf(wanted, ctx));
    const { minLength, hasLowercase, hasUppercase, hasNumber, hasSymbol } = policy.value;
    const settings = {
      minLength: BigInt(minLength),
      requiresLowercase: hasLowercase,
      requiresUppercase: hasUppercase,
      requiresNumber: hasNumber,
      requiresSymbol: hasSymbol,
      resourceOwnerType: ownerType(policy),
    };
    return { details: detailsOf(policy), settings };
  },
  async getPasswordExpirySettings(wanted: Wanted, ctx: Ctx) {
    const policy = await effective(ctx, passwordAge, await orgIdOf(wanted, ctx));
    const settings = {
      maxAgeDays: BigInt(policy.value.maxAgeDays),
      expireWarnDays: BigInt(policy.value.expireWarnDays),
      resourceOwnerType: ownerType(policy),
    };
    return { details: detailsOf(policy), settings };
  },
  async getBrandingSettings(wanted: Wanted, ctx: Ctx) {
    const policy = await activeBranding(ctx, await orgIdOf(wanted, ctx));
    const owner = policy.row?.owner ?? ctx.instanceId;
    const shown = brandingFields(policy.value, assetUrls(owner, policy.value.assets, ctx.origin));
    return { details: detailsOf(policy), settings: { ...shown, resourceOwnerType: ownerType(policy) } };
  },
  async getDomainSettings(wanted: Wanted, ctx: Ctx) {
    const policy = await effective(ctx, domainPolicy, await orgIdOf(wanted, ctx));
    const settings = {
      loginNameIncludesDomain: policy.value.userLoginMustBeDomain,
      requireOrgDomainVerification: policy.value.validateOrgDomains,
      smtpSenderAddressMatchesInstanceDomain: policy.value.smtpSenderAddressMatchesInstanceDomain,
      resourceOwnerType: ownerType(policy),
    };
    return { details: detailsOf(policy), settings };
  },
  async getLegalAndSupportSettings(wanted: Wanted, ctx: Ctx) {
    const policy = await effective(ctx, privacyPolicy, await orgIdOf(wanted, ctx));
    const { tosLink, privacyLink, helpLink, supportEmail, docsLink, customLink, customLinkText } =
      policy.value;
    const settings = {
      tosLink,
      privacyPolicyLink: privacyLink,
      helpLink,
      supportEmail,
      docsLink,
      customLink,
      customLinkText,
      resourceOwnerType: ownerType(policy),
    };
    return { details: detailsOf(policy), settings };
  },
  async getLockoutSettings(wanted: Wanted, ctx: Ctx) {
    const policy = await effective(ctx, lockout, await orgIdOf(wanted, ctx));
    const settings = {
      maxPasswordAttempts: BigInt(policy.value.maxPasswordAttempts),
      maxOtpAttempts: BigInt(policy.value.maxOtpAttempts),
      resourceOwnerType: ownerType(policy),
    };
    return { details: detailsOf(policy), settings };
  },
  async getSecuritySettings(_request: object, ctx: Ctx) {
    const policy = await effective(ctx, securityPolicy);
    const { enableIframeEmbedding, allowedOrigins, enableImpersonation } = policy.value;
    const embeddedIframe = { enabled: enableIframeEmbedding, allowedOrigins: [...allowedOrigins] };
    return { details: detailsOf(policy), settings: { embeddedIframe, enableImpersonation } };
  },
  async setSecuritySettings(
    {
      embeddedIframe,
      enableImpersonation,
    }: {
      readonly embeddedIframe?: { readonly enabled: boolean; readonly allowedOrigins: string[] } | undefined;
      readonly enableImpersonation: boolean;
    },
    ctx: Ctx,
  ) {
    const written = await setSecurity(ctx, {
      enableIframeEmbedding: embeddedIframe?.enabled ?? false,
      allowedOrigins: embeddedIframe?.allowedOrigins ?? [],
      enableImpersonation,
    });
    return { details: details(written) };
  },
  async getGeneralSettings(_request: object, ctx: Ctx) {
    const { defaultOrgId, defaultLanguage } = await instanceOf(ctx);
    return {
      defaultOrgId,
      defaultOrganizationId: defaultOrgId,
      defaultLanguage,
      supportedLanguages: [...supportedLanguages],
      allowedLanguages: [...(await allowedLanguages(ctx))],
    };
  },
  /** There are no identity providers to log in with yet. */
  async getActiveIdentityProviders(wanted: Wanted, ctx: Ctx) {
    await orgIdOf(wanted, ctx);
    return { details: listDetails(0, ctx.now), identityProviders: [] };
  },
};

export const settingsPart = part(SettingsService, handlers);
export const settingsBetaPart = part(SettingsServiceBeta, handlers);

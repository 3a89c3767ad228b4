/** What the pages look like and say, by the policies in effect (login-flows §2.2). */
import type { Client } from "#src/domains/app/index.ts";
import {
  type AssetUrls,
  activeBranding,
  assetUrls,
  type Branding as LabelPolicy,
} from "#src/domains/branding/index.ts";
import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { allowedLanguages, instanceOf } from "#src/domains/instance/index.ts";
import { effectiveLinks, type Link, linkTypes } from "#src/domains/linksettings/index.ts";
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { effectiveSecurity } from "#src/domains/security/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Branding } from "../branding.ts";
import type { PageSettings, PasswordRules } from "../visit.ts";
import { orgOfNobody } from "./org.ts";
import type { RequestedOrg } from "./request.ts";

export interface Audience {
  readonly org?: RequestedOrg | undefined;
  readonly client?: Client | undefined;
  /**
   * Of a session's user. Never of a user whose name was only typed: how a page looks would tell that the name is
   * known.
   */
  readonly userOrgId?: string | undefined;
}

const passkeysAllowed = 1;

/** `privateLabelingSetting`: the project's owner gives the look, whoever logs in. */
const ofProjectOwner = 1;

export async function pageSettings(ctx: Ctx, { org, client, userOrgId }: Audience): Promise<PageSettings> {
  const [instance, nobodysOrgId] = await Promise.all([instanceOf(ctx), orgOfNobody(ctx)]);
  const orgId = org?.id ?? userOrgId ?? nobodysOrgId;
  const labelled =
    client?.project.privateLabelingSetting === ofProjectOwner ? client.orgId : (userOrgId ?? nobodysOrgId);
  const looksLike = org?.id ?? labelled;
  const [label, login, links, security, passwordRules, languages, asked] = await Promise.all([
    activeBranding(ctx, looksLike),
    effectiveLoginPolicy(ctx, orgId),
    effectiveLinks(ctx, orgId),
    effectiveSecurity(ctx),
    readPasswordRules(ctx, orgId),
    allowedLanguages(ctx),
    org && ctx.config.row(Org, org.id),
  ]);
  return {
    branding: brandingOf(label.value, assetUrls(label.row?.owner ?? ctx.instanceId, label.value.assets, "")),
    languages,
    defaultLanguage: instance.defaultLanguage,
    textsOf: looksLike,
    links: linksOf(links.links),
    ignoreUnknownUsernames: login.ignoreUnknownUsernames,
    loginWithEmail: !login.disableLoginWithEmail,
    loginWithPhone: !login.disableLoginWithPhone,
    passkeys: login.passwordlessType === passkeysAllowed,
    hidePasswordReset: login.hidePasswordReset || !login.allowUsernamePassword,
    ...(label.value.hideLoginNameSuffix ? {} : await suffixOf(ctx, org)),
    ...(asked === undefined ? {} : { orgName: asked.state.name }),
    ...brandName(asked?.state.name ?? instance.name),
    passwordRules,
    defaultRedirectUri: login.defaultRedirectUri,
    frameOrigins: security.enableIframeEmbedding ? security.allowedOrigins : [],
  };
}

/** What instances are called that nobody has named. */
const unnamed = "ZITADEL";

const brandName = (name: string): Pick<PageSettings, "brandName"> =>
  name === unnamed ? {} : { brandName: name };

const themes = ["auto", "light", "dark"] as const;

/** @param urls within this origin */
export const brandingOf = (label: LabelPolicy, urls: AssetUrls): Branding => ({
  light: {
    primary: label.primaryColor,
    background: label.backgroundColor,
    warn: label.warnColor,
    font: label.fontColor,
  },
  dark: {
    primary: label.primaryColorDark,
    background: label.backgroundColorDark,
    warn: label.warnColorDark,
    font: label.fontColorDark,
  },
  themeMode: themes[label.themeMode] ?? "auto",
  hideWatermark: label.disableWatermark,
  errorsPopUp: label.errorMsgPopup,
  ...uploaded({
    logoUrl: urls.logo,
    logoDarkUrl: urls["logo.dark"],
    iconUrl: urls.icon,
    iconDarkUrl: urls["icon.dark"],
    fontUrl: urls.font,
  }),
});

type Uploaded = Pick<Branding, "logoUrl" | "logoDarkUrl" | "iconUrl" | "iconDarkUrl" | "fontUrl">;

/** Without those that were not. */
const uploaded = (urls: Required<Uploaded>): Uploaded =>
  Object.fromEntries(Object.entries(urls).filter(([, url]) => url !== ""));

/** Those that the foot of a page has a word for. */
export function linksOf(links: readonly Link[]): PageSettings["links"] {
  const shown = (["terms", "privacy", "help", "support"] as const).map(
    (name): [string, string | undefined] => [name, links.find(({ type }) => type === linkTypes[name])?.url],
  );
  return Object.fromEntries(shown.filter(([, url]) => url !== undefined));
}

export async function readPasswordRules(ctx: Ctx, orgId: string): Promise<PasswordRules> {
  const rules = await effectivePasswordComplexity(ctx, orgId);
  return {
    minLength: rules.minLength,
    lower: rules.hasLowercase,
    upper: rules.hasUppercase,
    number: rules.hasNumber,
    symbol: rules.hasSymbol,
  };
}

async function suffixOf(
  ctx: Ctx,
  org: RequestedOrg | undefined,
): Promise<Pick<PageSettings, "loginNameSuffix">> {
  if (org?.domain === undefined) return {};
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, org.id);
  return userLoginMustBeDomain ? { loginNameSuffix: `@${org.domain}` } : {};
}

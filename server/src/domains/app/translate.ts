import { type Duration, durationFromMs } from "@bufbuild/protobuf/wkt";
import type { Row } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { timestamp } from "#src/platform/rpc/index.ts";
import { complianceProblems } from "./compliance.ts";
import type { OidcSettings } from "./events.ts";
import { allowedOrigins } from "./origins.ts";
import type { AppKeyState, OidcConfig } from "./state.ts";
import { localized } from "./texts.ts";

/** The OIDC settings of a request, by the names of the first generation; later ones are given these names first. */
export interface OidcWire {
  readonly redirectUris: readonly string[];
  readonly responseTypes: readonly number[];
  readonly grantTypes: readonly number[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly additionalOrigins: readonly string[];
  readonly appType?: number | undefined;
  readonly authMethodType?: number | undefined;
  readonly devMode?: boolean | undefined;
  readonly accessTokenType?: number | undefined;
  readonly accessTokenRoleAssertion?: boolean | undefined;
  readonly idTokenRoleAssertion?: boolean | undefined;
  readonly idTokenUserinfoAssertion?: boolean | undefined;
  readonly clockSkew?: Duration | undefined;
  readonly skipNativeAppSuccessPage?: boolean | undefined;
  readonly backChannelLogoutUri?: string | undefined;
  readonly loginVersion?: { readonly version: LoginVersionWire } | undefined;
}

type LoginVersionWire =
  | { readonly case: "loginV1" }
  | { readonly case: "loginV2"; readonly value: { readonly baseUri?: string | undefined } }
  | { readonly case: undefined };

/** Response types begin at 0 in the first generation, at 1 in later ones. */
export type Counting = "from0" | "from1";

/**
 * A number of the contract as one that is known, both counted from `shift`.
 * @throws invalid_argument for any other
 */
function known<N extends number>(values: readonly N[], value: number, field: string, shift = 0): N {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined)
    throw invalid("APP-Nm3un", "Errors.Project.App.OIDCConfigInvalid", {
      field,
      values: { value: value + shift, wanted: values.map((each) => each + shift).join(", ") },
    });
  return found;
}

const nanoseconds = ({ seconds, nanos }: Duration): number => Number(seconds) * 1_000_000_000 + nanos;

function loginFrom(version: LoginVersionWire): OidcSettings {
  if (version.case === "loginV2") return { loginVersion: 2, loginBaseURI: version.value.baseUri ?? "" };
  return { loginVersion: version.case === "loginV1" ? 1 : 0, loginBaseURI: "" };
}

/** Settings without those that the request leaves open. */
function present(
  settings: { readonly [F in keyof OidcSettings]: OidcSettings[F] | undefined },
): OidcSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** All settings of a request; for a change in the first generation they replace all those before. */
export function settingsFrom(wire: OidcWire, counting: Counting): OidcSettings {
  const shift = counting === "from1" ? 1 : 0;
  const optional = <N extends number>(values: readonly N[], value: number | undefined, field: string) =>
    value === undefined ? undefined : known(values, value, field);
  return {
    redirectUris: wire.redirectUris,
    responseTypes: wire.responseTypes.map((type) => known([0, 1, 2], type - shift, "responseTypes", shift)),
    grantTypes: wire.grantTypes.map((type) => known([0, 1, 2, 3, 4], type, "grantTypes")),
    postLogoutRedirectUris: wire.postLogoutRedirectUris,
    additionalOrigins: wire.additionalOrigins,
    ...present({
      applicationType: optional([0, 1, 2], wire.appType, "appType"),
      authMethodType: optional([0, 1, 2, 3], wire.authMethodType, "authMethodType"),
      devMode: wire.devMode,
      accessTokenType: optional([0, 1], wire.accessTokenType, "accessTokenType"),
      accessTokenRoleAssertion: wire.accessTokenRoleAssertion,
      idTokenRoleAssertion: wire.idTokenRoleAssertion,
      idTokenUserinfoAssertion: wire.idTokenUserinfoAssertion,
      clockSkew: wire.clockSkew && nanoseconds(wire.clockSkew),
      skipNativeAppSuccessPage: wire.skipNativeAppSuccessPage,
      backChannelLogoutURI: wire.backChannelLogoutUri,
    }),
    ...(wire.loginVersion ? loginFrom(wire.loginVersion.version) : {}),
  };
}

/** What a change of a later generation says; an empty list is one that was not given. */
export function changesFrom(wire: OidcWire): OidcSettings {
  const all = Object.entries(settingsFrom(wire, "from1"));
  return Object.fromEntries(all.filter(([, value]) => !Array.isArray(value) || value.length > 0));
}

const loginVersion = ({ loginVersion: version, loginBaseURI }: OidcConfig) => {
  if (version === 0) return undefined;
  if (version === 1) return { version: { case: "loginV1" as const, value: {} } };
  const value = loginBaseURI === "" ? {} : { baseUri: loginBaseURI };
  return { version: { case: "loginV2" as const, value } };
};

/** What every generation shows of an OIDC configuration under the same names. */
export const commonConfig = (config: OidcConfig) => ({
  redirectUris: [...config.redirectUris],
  responseTypes: [...config.responseTypes],
  grantTypes: [...config.grantTypes],
  clientId: config.clientId,
  authMethodType: config.authMethodType,
  postLogoutRedirectUris: [...config.postLogoutRedirectUris],
  accessTokenType: config.accessTokenType,
  accessTokenRoleAssertion: config.accessTokenRoleAssertion,
  idTokenRoleAssertion: config.idTokenRoleAssertion,
  idTokenUserinfoAssertion: config.idTokenUserinfoAssertion,
  clockSkew: durationFromMs(config.clockSkew / 1_000_000),
  additionalOrigins: [...config.additionalOrigins],
  allowedOrigins: [...allowedOrigins(config)],
  skipNativeAppSuccessPage: config.skipNativeAppSuccessPage,
  backChannelLogoutUri: config.backChannelLogoutURI,
  loginVersion: loginVersion(config),
});

const later = [1, 2, 3] as const;

/** Response types as generations after the first count them. */
export const laterResponseTypes = (config: OidcConfig) => config.responseTypes.map((type) => later[type]);

export const problemsOf = (config: OidcConfig, languages: readonly string[]) =>
  complianceProblems(config).map((key) => localized(key, languages));

/** A key as the later generations have it, each with its own name for the key's id. */
export const keyFields = (row: Row<AppKeyState>) => ({
  applicationId: row.state.appId,
  projectId: row.aggregateId,
  organizationId: row.owner,
  creationDate: timestamp(row.createdAt),
  expirationDate: timestamp(new Date(row.state.expiration)),
});

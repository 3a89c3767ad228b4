/** Authentication contexts (OIDC Core section 2, `acr`): how strong a login clients may ask for, and what one was. */
import type { AuthRequestAdded } from "#src/domains/authrequest/index.ts";
import { amrOf } from "./amr.ts";
import { idTokenMembers, isObject } from "./claims-parameter.ts";
import { OAuthError } from "./errors.ts";
import { listParam, type Params } from "./params.ts";

type Level = NonNullable<AuthRequestAdded["required_level"]>;

const pape = "http://schemas.openid.net/pape/policies/2007/06";

/** By the OpenID Provider Authentication Policy Extension, EAP ACR Values 1.0, and the short name that many use. */
const levels: Readonly<Record<string, Level>> = {
  [`${pape}/multi-factor`]: "mfa",
  mfa: "mfa",
  [`${pape}/phishing-resistant`]: "phishing_resistant",
  phr: "phishing_resistant",
};

/** What may be asked for, and stand in `acr`. */
export const acrValues: readonly string[] = Object.keys(levels);

/**
 * Where the key of an authenticator lies is not known here: whoever would like to know it gets the next lower level,
 * and whoever insists is refused.
 */
const hardwareProtected = "phrh";

const levelOf = (value: string): Level | undefined =>
  Object.hasOwn(levels, value) ? levels[value] : undefined;

/** What an authorization request asks of the login's strength. */
type AskedLevel = Pick<AuthRequestAdded, "acr_values" | "required_level">;

/**
 * `acr_values` and the claim `acr` of the `claims` parameter (OIDC Core section 5.5.1.1): any of the values will do, so
 * the lowest level among them is what it takes. Values that nobody here knows are left out; an essential `acr` that has
 * no other cannot be met.
 * @throws invalid_request for `claims` that are no object; unmet_authentication_requirements, or with prompt=none
 *   interaction_required
 */
export function readLevel(params: Params): AskedLevel {
  const claim = readAcrClaim(params);
  const essential = claim?.essential === true && claim.values.length > 0;
  const wished = [...listParam(params, "acr_values"), ...(claim?.values ?? [])];
  const known = (essential ? claim.values : wished.map(withoutHardware)).filter(
    (value) => levelOf(value) !== undefined,
  );
  if (known.length > 0) {
    const lowest = known.some((value) => levelOf(value) === "mfa") ? "mfa" : "phishing_resistant";
    return { acr_values: [...new Set(known)], required_level: lowest };
  }
  if (essential) throw unmet(params);
  return {};
}

const withoutHardware = (value: string): string => (value === hardwareProtected ? "phr" : value);

const unmet = (params: Params): OAuthError =>
  new OAuthError(
    listParam(params, "prompt").includes("none")
      ? "interaction_required"
      : "unmet_authentication_requirements",
    "OIDC-Ac1un",
    "parameter claims: no value of the essential claim acr is supported",
  );

interface AcrClaim {
  readonly essential: boolean;
  readonly values: readonly string[];
}

/** The `acr` that is asked for in the ID token. */
function readAcrClaim(params: Params): AcrClaim | undefined {
  const { acr } = idTokenMembers(params);
  if (!isObject(acr)) return undefined;
  const { essential, value, values } = acr;
  const listed: readonly unknown[] = Array.isArray(values) ? values : [value];
  return { essential: essential === true, values: listed.filter((one) => typeof one === "string") };
}

const webAuthn: readonly number[] = [2, 3];

/**
 * The `acr` of a login: one that the client asked for and got, else the name of its level; nothing for one factor.
 * @param methods by the numbers of `AuthMethod`
 */
export function acrOf(methods: readonly number[], asked: readonly string[] = []): string | undefined {
  if (!amrOf(methods).includes("mfa")) return undefined;
  const isStrong = methods.some((method) => webAuthn.includes(method));
  const met = asked.find((value) => isStrong || levelOf(value) === "mfa");
  return met ?? (isStrong ? "phr" : "mfa");
}

import type { AuthRequestAdded, Prompt } from "#src/domains/authrequest/index.ts";
import type { OidcClient } from "./client-auth.ts";
import { OAuthError } from "./errors.ts";
import { listParam, type Params, secondsParam } from "./params.ts";

const nanosPerSecond = 1_000_000_000;

/** Numbers as stored. */
const prompts: Readonly<Record<string, Prompt>> = {
  none: 1,
  login: 2,
  consent: 3,
  select_account: 4,
  create: 5,
};
export const promptValues: readonly string[] = Object.keys(prompts);

const responseTypes: Readonly<Record<string, 0 | 1 | 2>> = { code: 0, id_token: 1, "id_token token": 2 };

const invalidRequest = (id: string, text: string) => new OAuthError("invalid_request", id, text);

/** OIDC Core section 6: not offered, so they must be refused instead of ignored. */
export function refuseRequestObjects(params: Params): void {
  if (params.get("request") !== undefined)
    throw new OAuthError("request_not_supported", "OIDC-Az1ro", "parameter request is not supported");
  if (params.get("request_uri") !== undefined)
    throw new OAuthError("request_uri_not_supported", "OIDC-Az2ru", "parameter request_uri is not supported");
}

/** @throws unsupported_response_type, unauthorized_client for one that the application is not set up for */
export function checkResponseType(params: Params, { config }: OidcClient): void {
  const asked = params.get("response_type");
  if (asked === undefined) throw invalidRequest("OIDC-Az3rt", "parameter response_type is missing");
  const number = responseTypes[asked.split(" ").sort().join(" ")];
  if (number === undefined)
    throw new OAuthError("unsupported_response_type", "OIDC-Az4rt", "parameter response_type is unknown");
  if (!config.responseTypes.includes(number) || (number === 0 && !config.grantTypes.includes(0)))
    throw new OAuthError(
      "unauthorized_client",
      "OIDC-Az5rt",
      "parameter response_type: the application is not set up for it",
    );
  if (number !== 0)
    throw new OAuthError(
      "unsupported_response_type",
      "OIDC-Az6rt",
      "parameter response_type: only code is supported",
    );
}

/** Codes travel in the query; nothing else is offered. */
export function checkResponseMode(params: Params): void {
  const mode = params.get("response_mode") ?? "query";
  if (mode !== "query") throw invalidRequest("OIDC-Az7rm", "parameter response_mode must be query");
}

/**
 * OIDC Core section 3.1.2.1. `login` is the same as an age of zero. `consent` asks for the login name, as the contract's
 * own server does: nobody is asked what an application of theirs may know, so that there is nothing else to show.
 */
export function readPrompt(params: Params): Pick<AuthRequestAdded, "prompt" | "max_age"> {
  const asked = listParam(params, "prompt");
  const known = asked.map((name) => (Object.hasOwn(prompts, name) ? prompts[name] : undefined));
  if (known.includes(undefined)) throw invalidRequest("OIDC-Az8pr", "parameter prompt has an unknown value");
  if (asked.includes("none") && asked.length > 1)
    throw invalidRequest("OIDC-Az9pr", "parameter prompt: none must stand alone");
  const maxAge = asked.includes("login") ? 0 : secondsParam(params, "max_age");
  return {
    ...(asked.length === 0 ? {} : { prompt: known.filter((one) => one !== undefined) }),
    ...(maxAge === undefined ? {} : { max_age: maxAge * nanosPerSecond }),
  };
}

/**
 * What is passed on to the login and back as it is.
 * @param languages those that pages may be shown in
 */
export function readHints(
  params: Params,
  languages: readonly string[],
): Pick<AuthRequestAdded, "state" | "nonce" | "login_hint" | "ui_locales"> {
  const locales = listParam(params, "ui_locales").filter((tag) => isOffered(tag, languages));
  const [state, nonce, hint] = ["state", "nonce", "login_hint"].map((name) => params.get(name));
  return {
    ...(state === undefined ? {} : { state }),
    ...(nonce === undefined ? {} : { nonce }),
    ...(hint === undefined ? {} : { login_hint: hint }),
    ...(locales.length === 0 ? {} : { ui_locales: locales }),
  };
}

/** Whether pages can be shown in a language (BCP 47); regions of it count. */
const isOffered = (tag: string, languages: readonly string[]): boolean =>
  /^[A-Za-z0-9-]{2,35}$/.test(tag) && languages.includes(tag.toLowerCase().split("-")[0] ?? "");

import { OAuthError } from "./errors.ts";

/** Parameters of a request. Each may come once (RFC 6749 section 3.1); an empty one counts as left out. */
export interface Params {
  get(name: string): string | undefined;
  /** Parameters that were given wrongly; `get` has no value for them. */
  readonly problems: ReadonlyMap<string, OAuthError>;
}

const maxLength = 4096;
const maxTokenLength = 16_384;
const tokens = new Set([
  "access_token",
  "assertion",
  "client_assertion",
  "id_token_hint",
  "refresh_token",
  "request",
  "token",
]);

/** Reads a query or a form. What is wrong is kept with its name, since not every endpoint may answer it the same way. */
export function readParams(text: string): Params {
  const values = new Map<string, string>();
  const problems = new Map<string, OAuthError>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === "") continue;
    const problem = problemOf(name, value, values.has(name));
    if (problem && !problems.has(name)) problems.set(name, problem);
    values.set(name, value);
  }
  return { get: (name) => (problems.has(name) ? undefined : values.get(name)), problems };
}

function problemOf(name: string, value: string, known: boolean): OAuthError | undefined {
  const wrong = (id: string, what: string) =>
    new OAuthError("invalid_request", id, `parameter ${shortened(name)} ${what}`);
  if (known) return wrong("OIDC-Dup1p", "is given twice");
  if (value.length > (tokens.has(name) ? maxTokenLength : maxLength))
    return wrong("OIDC-Lng2p", "is too long");
  // U+FFFD is what bytes that are no UTF-8 are decoded to.
  if (/[\0\uFFFD]/.test(value) || !value.isWellFormed())
    return wrong("OIDC-Utf8p", "is not well-formed text");
  return undefined;
}

const shortened = (name: string): string => name.slice(0, 40);

/** @throws the problem of the first parameter that was given wrongly */
export function requireSound({ problems }: Params): void {
  for (const problem of problems.values()) throw problem;
}

/** @throws invalid_request naming the parameter */
export function requireParam(params: Params, name: string): string {
  const value = params.get(name);
  const problem = params.problems.get(name);
  if (problem) throw problem;
  if (value === undefined)
    throw new OAuthError("invalid_request", "OIDC-Mis3p", `parameter ${name} is missing`);
  return value;
}

/** A space-separated list, without repetitions, in the order given. */
export const listParam = (params: Params, name: string): readonly string[] => [
  ...new Set((params.get(name) ?? "").split(" ").filter((item) => item !== "")),
];

/** A whole number of seconds. @throws invalid_request naming the parameter */
export function secondsParam(params: Params, name: string): number | undefined {
  const value = params.get(name);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value))
    throw new OAuthError("invalid_request", "OIDC-Num4p", `parameter ${name} is not a number of seconds`);
  return Number(value);
}

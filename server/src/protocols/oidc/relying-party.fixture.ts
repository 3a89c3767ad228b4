/** What relying parties do at a world: forms, codes, tokens. */
import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import { expect } from "vitest";
import { paths } from "./paths.ts";
import { redirectUri, type World } from "./world.fixture.ts";

export type Fields = Readonly<Record<string, string>>;

/** What somebody logs in with, by the numbers of `AuthMethod`, and whose pages make the session. */
type How = Parameters<World["logIn"]> extends [string, ...infer Rest] ? Rest : never;

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The value of the header by which a client, or a service user, authenticates. */
export const basicOf = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
export const basic = ({ clientId, clientSecret }: Client) => ({
  authorization: basicOf(clientId, clientSecret),
});

/** An answer whose shape the test looks at. */
export const jsonOf = async (response: Response) =>
  (await response.json()) as Record<string, Record<string, string>>;

const verifier = "v".repeat(50);
export const challenge = createHash("sha256").update(verifier).digest("base64url");

/** What an application asks for at authorize. */
export const request = (clientId: string, more: Fields = {}): Fields => ({
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: "code",
  scope: "openid profile email offline_access",
  state: "st&te",
  nonce: "n0nce",
  code_challenge: challenge,
  code_challenge_method: "S256",
  ...more,
});

/** The form that redeems a code. */
export const exchange = (code: string, fields: Fields = {}): Fields => ({
  grant_type: "authorization_code",
  code,
  redirect_uri: redirectUri,
  code_verifier: verifier,
  ...fields,
});

export const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
export const seconds = () => Math.floor(Date.now() / 1000);

/** What an assertion of this client or service user says, good for a minute. */
export const assertionOf = (id: string, aud: string, more: object = {}) => ({
  iss: id,
  sub: id,
  aud,
  iat: seconds(),
  exp: seconds() + 60,
  ...more,
});

export const sign = (
  claims: object,
  { privateKey, keyId }: Pick<World["keys"]["client"], "privateKey" | "keyId">,
) => new SignJWT({ ...claims }).setProtectedHeader({ alg: "RS256", kid: keyId }).sign(privateKey);

/** @param at the world, which is opened after the tests are collected */
export function relyingParty(at: () => World) {
  async function post(path: string, fields: Fields, headers: Fields = {}) {
    const response = await fetch(`${at().url}${path}`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers,
      redirect: "manual",
    });
    const text = await response.text();
    // The shape of each answer is what the tests look at.
    const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, body };
  }

  const get = (path: string, fields: Fields, headers: Fields = {}) =>
    fetch(`${at().url}${path}?${new URLSearchParams(fields)}`, { headers, redirect: "manual" });

  /** What userinfo says to this token. */
  const userinfo = (token: unknown) => get(paths.userinfo, {}, { authorization: `Bearer ${String(token)}` });

  /** From authorize to the code, through a login UI. */
  async function newCode(clientId: string, more: Fields = {}, ...how: How) {
    const response = await get(paths.authorize, request(clientId, more));
    expect(response.status).toBe(302);
    const login = new URL(response.headers.get("location") ?? "");
    expect(login.pathname).toBe("/ui/v2/login/login");
    const { back, sessionId } = await at().logIn(login.searchParams.get("authRequest") ?? "", ...how);
    expect(back.searchParams.get("state")).toBe("st&te");
    expect(back.searchParams.get("iss")).toBe(at().url);
    return { code: back.searchParams.get("code") ?? "", sessionId };
  }

  async function logInTo(client: Client, more: Fields = {}, ...how: How) {
    const { code, sessionId } = await newCode(client.clientId, more, ...how);
    const answer = await post(paths.token, exchange(code), basic(client));
    expect(answer.status).toBe(200);
    // Of an answer that succeeds, what the tests look at are strings.
    return { tokens: answer.body as Record<string, string>, sessionId };
  }

  return { post, get, userinfo, newCode, logInTo };
}

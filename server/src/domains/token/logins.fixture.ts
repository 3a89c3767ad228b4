/** People who are logged in in every way, and what each of their credentials is still good for. */
import { createAuthRequest, finishAuthRequest, requireAuthRequest } from "#src/domains/authrequest/index.ts";
import { createSession, Session, type SessionFactors, sessionById } from "#src/domains/session/index.ts";
import { createHuman, User } from "#src/domains/user/index.ts";
import { Passkey } from "#src/domains/webauthn/index.ts";
import { signJwt } from "#src/domains/webkey/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Tenant } from "#test/harness/tenant.ts";
import { authenticate } from "./authenticate.ts";
import { type Grant, issueTokens, reasons, redeemCode, refreshTokens } from "./commands.ts";
import { verifyAccessToken } from "./verify.ts";

export const password = "Password1!";

/** The numbers of authentication methods, and where a session has them. */
const methods = {
  password: [4, "passwordAt"],
  totp: [1, "totpAt"],
  sms: [6, "otpSmsAt"],
  email: [7, "otpEmailAt"],
  recovery: [10, "recoveryCodeAt"],
  passkey: [3, "webAuthN"],
} as const satisfies Readonly<Record<string, readonly [number, keyof SessionFactors]>>;
export type Method = keyof typeof methods;
// Object.keys forgets what the keys are.
const all = Object.keys(methods) as Method[];

/** `here`: the session in which people do what they do themselves. */
export const logins = {
  here: ["password"],
  there: ["password"],
  strong: ["password", "totp", "sms", "email", "recovery"],
  key: ["passkey"],
} as const satisfies Readonly<Record<string, readonly Method[]>>;
export type LoginName = keyof typeof logins;
// As above.
export const names = Object.keys(logins) as LoginName[];

export interface Login {
  readonly sessionId: string;
  readonly sessionToken: string;
  readonly accessToken: string;
  readonly jwt: string;
  /** Each is good for one use. */
  refreshToken: string;
  readonly codes: string[];
  readonly grant: Grant;
}

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly passkeyId: string;
  readonly logins: Readonly<Record<LoginName, Login>>;
}

let people = 0;
export async function newPerson(tenant: Tenant): Promise<Person> {
  const number = ++people;
  const ctx = { ...tenant.ctx(), ip: `192.0.2.${number}` };
  const name = `person-${number}`;
  const passkeyId = `passkey-${number}`;
  const { row } = await createHuman(ctx, {
    orgId: tenant.created.orgId,
    userName: name,
    firstName: "Ada",
    lastName: "Lovelace",
    email: `${name}@people.test`,
    emailVerification: { kind: "verified" },
    phone: `+4179123${4000 + number}`,
    phoneVerification: { kind: "verified" },
    password: { plain: password },
  });
  const userId = row.aggregateId;
  const otpSecret = ctx.secrets.seal("otp", "JBSWY3DPEHPK3PXP");
  const refs = [ref(User, userId), ref(Passkey, userId, passkeyId)] as const;
  const named = { webAuthNTokenId: passkeyId };
  await ctx.store.execute(ctx, refs, () => [
    [
      { type: "user.human.mfa.otp.added", payload: { otpSecret } },
      { type: "user.human.mfa.otp.verified", payload: {} },
      { type: "user.human.mfa.otp.sms.added", payload: null },
      { type: "user.human.mfa.otp.email.added", payload: null },
      { type: "user.human.mfa.recoverycode.added", payload: { codes: ["hash"] } },
    ],
    [
      { type: "user.human.passwordless.token.added", payload: { ...named, challenge: "c", rpID: "r" } },
      {
        type: "user.human.passwordless.token.verified",
        payload: {
          ...named,
          keyId: Buffer.from(passkeyId).toString("base64"),
          publicKey: "",
          attestationType: "none",
          aaguid: "",
          signCount: 0,
          webAuthNTokenName: "Key",
        },
      },
    ],
  ]);
  const [here, there, strong, key] = await Promise.all([
    logIn(ctx, tenant, userId, logins.here, passkeyId),
    logIn(ctx, tenant, userId, logins.there, passkeyId),
    logIn(ctx, tenant, userId, logins.strong, passkeyId),
    logIn(ctx, tenant, userId, logins.key, passkeyId),
  ]);
  return { userId, name, passkeyId, logins: { here, there, strong, key } };
}

const checkedTypes = {
  totp: "session.totp.checked",
  sms: "session.otp.sms.checked",
  email: "session.otp.email.checked",
  recovery: "session.recoverycode.checked",
} as const;

const passkeyChecked = "session.webAuthN.checked" as const;

async function logIn(
  ctx: Ctx,
  { created }: Tenant,
  userId: string,
  by: readonly Method[],
  credentialId: string,
): Promise<Login> {
  const { orgId, projectId, consoleClientId } = created;
  const checks = { user: { userId }, ...(by.includes("password") ? { password } : {}) };
  const { row, token: sessionToken } = await createSession(ctx, { checks });
  const sessionId = row.aggregateId;
  const checkedAt = ctx.now.toISOString();
  await ctx.store.execute(ctx, [ref(Session, sessionId)], () => [
    by
      .filter((method) => method !== "password")
      .map((method) =>
        method === "passkey"
          ? { type: passkeyChecked, payload: { checkedAt, userVerified: true, credentialId } }
          : { type: checkedTypes[method], payload: { checkedAt } },
      ),
  ]);
  const grant: Grant = {
    userId,
    userOrgId: orgId,
    sessionId,
    clientId: consoleClientId,
    audience: [projectId],
    scope: ["openid", "offline_access"],
    authMethods: by.map((method) => methods[method][0]),
    authTime: checkedAt,
    reason: reasons.authRequest,
    withRefreshToken: true,
  };
  const { accessToken, tokenId, refreshToken = "" } = await issueTokens(ctx, grant);
  const jwt = await signJwt(ctx, { jti: tokenId, sub: userId, iss: ctx.origin });
  const codes = [await codeFor(ctx, grant), await codeFor(ctx, grant)];
  return { sessionId, sessionToken, accessToken, jwt, refreshToken, codes, grant };
}

async function codeFor(ctx: Ctx, grant: Grant): Promise<string> {
  const { userId, sessionId, clientId, scope, audience, authTime } = grant;
  const request = await createAuthRequest(ctx, {
    login_client: "",
    client_id: clientId,
    redirect_uri: "https://app.test/cb",
    scope,
    audience,
    response_type: 0,
  });
  // What it says of the proof, the exchange hears from the grant.
  const login = { sessionId, userId, authTime, authMethods: [] };
  const back = await finishAuthRequest(ctx, await requireAuthRequest(ctx, request.aggregateId), login);
  return new URL(back).searchParams.get("code") ?? "";
}

/** A session that nothing proves any more: it is there, and good for nothing but being proven again. */
export const unproven = "unproven";

/** What is left of it, such as "password totp"; "over" for nothing. */
const left = (proofs: readonly Method[] | undefined): string => proofs?.join(" ") || "over";
const ofToken = (numbers: readonly number[] | undefined): string =>
  left(numbers && all.filter((method) => numbers.includes(methods[method][0])));
export const ofFactors = (factors: SessionFactors): string =>
  all.filter((method) => factors[methods[method][1]]).join(" ") || unproven;
const orOver = (work: Promise<string>): Promise<string> => work.catch(() => "over");

/** A login by every kind of credential that it has, each asked what it is still good for. */
export async function kindsOf(ctx: Ctx, login: Login, listed: ReadonlySet<string>) {
  const { sessionId, sessionToken, accessToken, jwt, grant } = login;
  const session = (await sessionById(ctx, sessionId))?.state;
  return {
    session: session?.status === "active" ? ofFactors(session.factors) : "over",
    "session token": await orOver(authenticate(ctx, sessionToken, undefined).then(() => "good")),
    listed: listed.has(sessionId) ? "good" : "over",
    "opaque token": ofToken((await verifyAccessToken(ctx, accessToken))?.authMethods),
    JWT: ofToken((await verifyAccessToken(ctx, jwt))?.authMethods),
    // Last, since it ends the access token before.
    "refresh token": await orOver(
      refreshTokens(ctx, login.refreshToken, async ({ state }) => state.scope).then((issued) => {
        login.refreshToken = issued.refreshToken ?? "";
        return ofToken(issued.session.authMethods);
      }),
    ),
    code: await orOver(
      redeemCode(ctx, login.codes.pop() ?? "", async () => grant).then(({ session: { authMethods } }) =>
        ofToken(authMethods),
      ),
    ),
  };
}

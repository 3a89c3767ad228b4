/** The hosted login as a web application: which address is which screen, and what holds for all of them. */

import { type Context, Hono } from "hono";
import type { Exchange } from "#src/platform/http/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Assets, readAssets } from "./assets/index.ts";
import { begin } from "./begin.ts";
import { isCsrfToken } from "./csrf.ts";
import { movedTo } from "./legacy.ts";
import { base, paths } from "./routes.ts";
import { chooseAccount, showAccounts } from "./screens/accounts.ts";
import { withoutRequest } from "./screens/asked-code.ts";
import {
  answerDeviceConsent,
  enterDeviceCode,
  showDeviceConsent,
  showDeviceDone,
  showUserCode,
} from "./screens/device.ts";
import { cancel, entry, signedIn } from "./screens/entry.ts";
import {
  enterOtpEmail,
  enterOtpSms,
  enterRecoveryCode,
  enterTotp,
  resendOtpEmail,
  resendOtpSms,
  showOtpEmail,
  showOtpSms,
  showRecoveryCode,
  showTotp,
} from "./screens/factor-code.ts";
import {
  csrfRefusal,
  failureRefusal,
  pageNotFound,
  problemRefusal,
  refusal,
  showEnded,
} from "./screens/failure.ts";
import { enterLoginName, showLoginName } from "./screens/login-name.ts";
import { logout, showLoggedOut, showLogout } from "./screens/logout.ts";
import { showMfaSet, skipMfaSet } from "./screens/mfa-set.ts";
import { enterOtpEmailSet, enterOtpSmsSet, showOtpEmailSet, showOtpSmsSet } from "./screens/otp-set.ts";
import { enterPasskey, showPasskey } from "./screens/passkey.ts";
import { showPasskeyPrompt, skipPasskeyPrompt } from "./screens/passkey-prompt.ts";
import { enterPasskeySet, showPasskeySet } from "./screens/passkey-set.ts";
import { enterPassword, showPassword } from "./screens/password.ts";
import { enterPasswordChange, showPasswordChange } from "./screens/password-change.ts";
import { enterPasswordReset, showPasswordReset } from "./screens/password-reset.ts";
import { enterPasswordSet, showPasswordSet } from "./screens/password-set.ts";
import { showPreview } from "./screens/preview.ts";
import { makeRecoveryCodes, showRecoveryCodes } from "./screens/recovery-codes.ts";
import { enterRegister, showRegister, showRegisteredByMail, toRegister } from "./screens/register.ts";
import { enterOrg, showRegisterOrg } from "./screens/register-org.ts";
import { chooseFactor, showMfa } from "./screens/second-factor.ts";
import { enterTotpSet, showTotpSet } from "./screens/totp-set.ts";
import { enterU2f, enterU2fSet, showU2f, showU2fSet } from "./screens/u2f.ts";
import { enterUsernameChange, showUsernameChange } from "./screens/username-change.ts";
import { enterVerify, showAuthenticators, showVerified, showVerify } from "./screens/verify.ts";
import type { Handler, Turn } from "./turn.ts";

export interface LoginParts {
  /** The request's context, for the tenant of its host. */
  context(exchange: Exchange, request: Request): Promise<Ctx>;
  /** @throws Failure, which is shown, when pages are not to be served at present */
  admit?(exchange: Exchange, ctx: Ctx): Promise<void>;
  readonly assets?: Assets;
  /** Mails that nobody is set up to send are kept where developers read them. */
  readonly keepsMails?: boolean;
  /** Told of everything that was thrown and is not a refusal. */
  report(error: unknown, requestId: string): void;
}

type Env = { Bindings: Exchange };

const maxFormBytes = 32_768;
const yearSeconds = 31_536_000;

const screens: readonly [method: "GET" | "POST", path: string, handler: Handler][] = [
  ["GET", base, entry],
  ["GET", paths.entry, entry],
  ["GET", paths.loginName, showLoginName],
  ["POST", paths.loginName, enterLoginName],
  ["GET", paths.accounts, showAccounts],
  ["POST", paths.accounts, chooseAccount],
  ["GET", paths.password, showPassword],
  ["POST", paths.password, enterPassword],
  ["GET", paths.passkey, showPasskey],
  ["POST", paths.passkey, enterPasskey],
  ["GET", paths.passkeyPrompt, showPasskeyPrompt],
  ["POST", paths.passkeyPrompt, skipPasskeyPrompt],
  ["GET", paths.passkeySet, showPasskeySet],
  ["POST", paths.passkeySet, enterPasskeySet],
  ["GET", paths.passwordReset, showPasswordReset],
  ["POST", paths.passwordReset, enterPasswordReset],
  ["GET", paths.passwordSet, showPasswordSet],
  ["POST", paths.passwordSet, enterPasswordSet],
  ["GET", paths.verify, showVerify],
  ["POST", paths.verify, enterVerify],
  ["GET", paths.verified, showVerified],
  ["GET", paths.authenticatorSet, showAuthenticators],
  ["GET", paths.usernameChange, showUsernameChange],
  ["POST", paths.usernameChange, enterUsernameChange],
  ["GET", paths.passwordChange, showPasswordChange],
  ["POST", paths.passwordChange, enterPasswordChange],
  ["GET", paths.register, showRegister],
  ["POST", paths.register, enterRegister],
  ["GET", paths.registerPassword, toRegister],
  ["GET", paths.registeredByMail, showRegisteredByMail],
  ["GET", paths.registerOrg, showRegisterOrg],
  ["POST", paths.registerOrg, enterOrg],
  ["GET", paths.mfa, showMfa],
  ["POST", paths.mfa, chooseFactor],
  ["GET", paths.otpTime, showTotp],
  ["POST", paths.otpTime, enterTotp],
  ["GET", paths.otpSms, showOtpSms],
  ["POST", paths.otpSms, enterOtpSms],
  ["POST", `${paths.otpSms}/resend`, resendOtpSms],
  ["GET", paths.otpEmail, showOtpEmail],
  ["POST", paths.otpEmail, enterOtpEmail],
  ["POST", `${paths.otpEmail}/resend`, resendOtpEmail],
  ["GET", paths.u2f, showU2f],
  ["POST", paths.u2f, enterU2f],
  ["GET", paths.recoveryCode, showRecoveryCode],
  ["POST", paths.recoveryCode, enterRecoveryCode],
  ["GET", paths.mfaSet, showMfaSet],
  ["POST", paths.mfaSet, skipMfaSet],
  ["GET", paths.otpTimeSet, showTotpSet],
  ["POST", paths.otpTimeSet, enterTotpSet],
  ["GET", paths.otpSmsSet, showOtpSmsSet],
  ["POST", paths.otpSmsSet, enterOtpSmsSet],
  ["GET", paths.otpEmailSet, showOtpEmailSet],
  ["POST", paths.otpEmailSet, enterOtpEmailSet],
  ["GET", paths.u2fSet, showU2fSet],
  ["POST", paths.u2fSet, enterU2fSet],
  ["GET", paths.recoveryCodes, showRecoveryCodes],
  ["POST", paths.recoveryCodes, makeRecoveryCodes],
  ["GET", paths.success, signedIn],
  ["GET", paths.device, showUserCode],
  ["POST", paths.device, enterDeviceCode],
  ["GET", paths.deviceConsent, showDeviceConsent],
  ["POST", paths.deviceConsent, answerDeviceConsent],
  ["GET", paths.deviceDone, showDeviceDone],
  ["GET", paths.preview, showPreview],
  ["POST", paths.cancel, cancel],
  ["GET", paths.ended, showEnded],
  ["GET", paths.logout, showLogout],
  ["POST", paths.logout, logout],
  ["GET", paths.loggedOut, showLoggedOut],
  ["GET", paths.logoutSuccess, showLoggedOut],
];

/** Every path that is a page of its own, or leads to one. */
export const openedByAddress: readonly string[] = screens.flatMap(([method, path]) =>
  method === "GET" ? [path] : [],
);

/** Every path that takes a form. */
export const takesForms: readonly string[] = screens.flatMap(([method, path]) =>
  method === "POST" ? [path] : [],
);

/** The pages that links with codes lead to: they work in any browser, and after a request is over. */
const ofCodes: ReadonlySet<string> = new Set([
  paths.passwordReset,
  paths.passwordSet,
  paths.verify,
  paths.verified,
  paths.authenticatorSet,
]);

const notFound: Handler = (turn) => refusal(turn, pageNotFound);

/** Mount with `fromFetch(app.fetch)` at `/ui/v2/login` and `/ui/login`. */
export function createLogin(parts: LoginParts): Hono<Env> {
  const assets = parts.assets ?? readAssets();
  const app = new Hono<Env>();
  for (const asset of [assets.css, assets.script, assets.webauthn, assets.mark]) {
    app.get(`${paths.assets}/${asset.name}`, (c) =>
      c.body(asset.content, 200, {
        "content-type": asset.type,
        "cache-control": `public, max-age=${yearSeconds}, immutable`,
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      }),
    );
  }
  for (const [method, path, handler] of screens) {
    app.on(method, path, (c) => answer(parts, assets, c, handler));
  }
  const redirectOld = (c: Context<Env>): Response =>
    c.redirect(movedTo(c.req.path, new URL(c.req.url).searchParams), c.req.method === "POST" ? 303 : 302);
  app.all("/ui/login", redirectOld);
  app.all("/ui/login/*", redirectOld);
  app.notFound((c) => answer(parts, assets, c, notFound));
  // What comes before there is a page to say it on is the port's to answer and to report.
  app.onError((error) => {
    throw error;
  });
  return app;
}

async function answer(
  parts: LoginParts,
  assets: Assets,
  c: Context<Env>,
  handler: Handler,
): Promise<Response> {
  const request = c.req.raw;
  const form = request.method === "POST" ? await readForm(request) : undefined;
  if (form === "too_large") return c.text("the form is too large", 413);
  const ctx = await parts.context(c.env, request);
  const turn = await begin({ ctx, assets, keepsMails: parts.keepsMails === true, request, form });
  try {
    await parts.admit?.(c.env, ctx);
    return await guarded(turn, request, handler);
  } catch (error) {
    const response = await failureRefusal(turn, error);
    if (response.status >= 500) parts.report(error, ctx.requestId);
    return response;
  }
}

/** Nothing happens before the form is known to come from a page of ours in this browser, for a request that is open. */
async function guarded(turn: Turn, request: Request, handler: Handler): Promise<Response> {
  if (turn.method === "POST" && !isOurForm(turn, request)) return refusal(turn, csrfRefusal);
  if (turn.loaded.problem === undefined) return handler(turn);
  return ofCodes.has(turn.path) ? handler(withoutRequest(turn)) : problemRefusal(turn, turn.loaded.problem);
}

function isOurForm(turn: Turn, request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const { ctx, browser, params } = turn;
  return [browser.id, ...(browser.otherIds ?? [])].some((id) => isCsrfToken(ctx, id, params.get("csrf")));
}

async function readForm(request: Request): Promise<URLSearchParams | "too_large"> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return new URLSearchParams();
  const text = await request.text();
  return text.length > maxFormBytes ? "too_large" : new URLSearchParams(text);
}

/** The API with which custom login pages answer authorization requests. */
import { OIDCService } from "#contract/zitadel/oidc/v2/oidc_service_pb.ts";
import { OIDCService as OIDCServiceBeta } from "#contract/zitadel/oidc/v2beta/oidc_service_pb.ts";
import {
  type AuthRequestState,
  oauthErrorOf,
  refuseAuthRequest,
  requireAuthRequest,
} from "#src/domains/authrequest/index.ts";
import { settingsPart, translationOf } from "#src/domains/hostedlogintranslation/index.ts";
import { loginTextParts } from "#src/domains/logintext/index.ts";
import { sessionToLink } from "#src/domains/session/index.ts";
import { userById } from "#src/domains/user/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import { chooseLanguage } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, part, type ServicePart, timestamp } from "#src/platform/rpc/index.ts";
import { devicePart } from "./api.device.ts";
import { explanationPart } from "./api.explain.ts";
import { finishRequest } from "./house/finish.ts";
import { isOutdated, openRequest } from "./house/request.ts";
import { builtInTexts, builtInV1, pageLanguages } from "./texts/index.ts";

interface GetRequest {
  readonly authRequestId: string;
}

/** What v2 and v2beta have in common, which have the same fields under other type names. */
interface CallbackRequest extends GetRequest {
  readonly callbackKind:
    | {
        readonly case: "session";
        readonly value: { readonly sessionId: string; readonly sessionToken: string };
      }
    | { readonly case: "error"; readonly value: CallbackError }
    | { readonly case: undefined };
}

interface CallbackError {
  readonly error: number;
  readonly errorDescription?: string | undefined;
  readonly errorUri?: string | undefined;
}

/**
 * The login client that a request was made for may deal with it; others need the permission on the instance.
 * @throws failed_precondition LOGIN-rX4p6 when it is older than a day, as the pages refuse it
 */
async function requestFor(ctx: Ctx, id: string, permission: string): Promise<Row<AuthRequestState>> {
  const row = await requireAuthRequest(ctx, id);
  const isLoginClient = ctx.caller.kind === "user" && row.state.request.login_client === ctx.caller.userId;
  if (!isLoginClient) await requirePermission(ctx, permission, { orgId: ctx.instanceId });
  if (isOutdated(ctx, row)) throw precondition("LOGIN-rX4p6", "Errors.AuthRequest.NotExisting");
  return row;
}

const nanosPerSecond = 1_000_000_000;

async function getAuthRequest({ authRequestId }: GetRequest, ctx: Ctx) {
  const { aggregateId, state } = await requestFor(ctx, authRequestId, "session.read");
  const { request, createdAt } = state;
  return {
    authRequest: {
      id: aggregateId,
      creationDate: timestamp(new Date(createdAt)),
      clientId: request.client_id,
      scope: [...request.scope],
      redirectUri: request.redirect_uri,
      prompt: [...(request.prompt ?? [])],
      uiLocales: [...(request.ui_locales ?? [])],
      loginHint: request.login_hint,
      maxAge:
        request.max_age === undefined
          ? undefined
          : { seconds: BigInt(Math.floor(request.max_age / nanosPerSecond)) },
      hintUserId: request.hint_user_id,
    },
  };
}

async function createCallback({ authRequestId, callbackKind }: CallbackRequest, ctx: Ctx) {
  const row = await requestFor(ctx, authRequestId, "session.link");
  const callbackUrl =
    callbackKind.case === "session"
      ? await succeed(ctx, row, callbackKind.value)
      : await fail(ctx, row, callbackKind.case === "error" ? callbackKind.value : { error: 0 });
  return { details: details(await requireAuthRequest(ctx, authRequestId)), callbackUrl };
}

interface SessionProof {
  readonly sessionId: string;
  readonly sessionToken: string;
}

/** @throws permission_denied when the token is not the session's; the refusal of the flow when it does not suffice */
async function succeed(
  ctx: Ctx,
  row: Row<AuthRequestState>,
  { sessionId, sessionToken }: SessionProof,
): Promise<string> {
  const session = await sessionToLink(ctx, sessionId, sessionToken);
  const request = await openRequest(ctx, row);
  if (!request) throw precondition("LOGIN-aC7t2", "Errors.Project.App.NotActive");
  const userId = session.state.factors.user?.id;
  const user = userId === undefined ? undefined : await userById(ctx, userId);
  return finishRequest(ctx, { request, session, user, browserSessions: [] });
}

const fail = (ctx: Ctx, row: Row<AuthRequestState>, refusal: CallbackError): Promise<string> =>
  refuseAuthRequest(ctx, row, {
    error: oauthErrorOf(refusal.error),
    description: refusal.errorDescription,
    uri: refusal.errorUri,
  });

export const loginParts: readonly ServicePart[] = [
  part(OIDCService, { getAuthRequest, createCallback }),
  part(OIDCServiceBeta, { getAuthRequest, createCallback }),
  devicePart,
  explanationPart,
  ...loginTextParts(builtInV1),
  settingsPart((languages) => translationOf(builtInTexts(chooseLanguage(languages, pageLanguages, "en")))),
];

import { makeRsaPair } from "#src/platform/crypto/index.ts";
import { fresh, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, precondition, required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { App, AppKey, type AppKeyState, type AppState } from "./state.ts";

/** When a key without an expiration date ends. */
const never = "9999-12-31T23:59:59Z";

export interface NewAppKey {
  readonly row: Written<AppKeyState>;
  readonly keyId: string;
  /** The key file to hand out once (JSON). */
  readonly file: string;
}

/** The client that a key is for. @throws failed_precondition COMMAND-Dff54 for one that does not sign assertions */
function signingClient(app: AppState | undefined): string {
  const { config } = required(app, "APP-Ky5nf", "Errors.Project.App.NotExisting");
  const signs = config?.kind === "oidc" ? config.authMethodType === 3 : config?.authMethodType === 1;
  if (!config || !signs) throw precondition("COMMAND-Dff54", "Errors.Project.App.AuthMethodNoPrivateKeyJWT");
  return config.clientId;
}

/** Makes a key pair that the application authenticates with; the private half is handed out once. */
export async function addAppKey(
  ctx: Ctx,
  projectId: string,
  appId: string,
  expirationDate: Date | undefined,
): Promise<NewAppKey> {
  if (expirationDate && expirationDate <= ctx.now)
    throw invalid("APP-Ky6ex", "Errors.User.ExpirationInPast", { field: "expirationDate" });
  const keyId = ctx.newId();
  const expiration = expirationDate?.toISOString() ?? never;
  const pair = await makeRsaPair();
  const publicKey = Buffer.from(pair.publicKey).toString("base64");
  const refs = [ref(App, projectId, appId), fresh(AppKey, projectId, keyId)] as const;
  const [app, row] = await ctx.store.execute(ctx, refs, ([before]) => {
    const payload = {
      applicationId: appId,
      clientId: signingClient(before),
      keyId,
      type: 1 as const,
      expirationDate: expiration,
      publicKey,
    };
    return [[], [{ type: "project.application.oidc.key.added", payload }]];
  });
  const clientId = app.state?.config?.clientId;
  const end = expirationDate ? { expirationDate: expiration } : {};
  const file = JSON.stringify({ type: "application", keyId, key: pair.privateKey, ...end, clientId, appId });
  return { row, keyId, file };
}

/** The caller has checked that the key is that application's. */
export async function removeAppKey(
  ctx: Ctx,
  projectId: string,
  keyId: string,
): Promise<Written<AppKeyState>> {
  const [row] = await ctx.store.execute(ctx, [ref(AppKey, projectId, keyId)], ([key]) => {
    required(key, "APP-Ky7nf", "Errors.Project.App.KeyNotFound");
    return [[{ type: "project.application.oidc.key.removed", payload: { keyId } }]];
  });
  return row;
}

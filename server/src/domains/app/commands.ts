import { Project } from "#src/domains/project/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { fresh, ref, type Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { hasSecret } from "./compliance.ts";
import {
  addApiApp,
  addOidcApp,
  changeApiConfig,
  changeOidcConfig,
  changeSecret,
  deactivateApp,
  reactivateApp,
  removeApp,
  renameApp,
} from "./decisions.ts";
import type { ApiAuthMethod, AppEvent, AppKeyEvent, OidcSettings } from "./events.ts";
import { keysOfApp } from "./queries.ts";
import { App, AppKey, type AppState } from "./state.ts";

export interface CreatedApp {
  readonly row: Written<AppState>;
  readonly clientId: string;
  /** Shown once; empty for clients without one. */
  readonly clientSecret: string;
}

async function makeSecret(ctx: Ctx, wanted: boolean) {
  if (!wanted) return { plain: "", hashedSecret: undefined };
  const { shape } = await effectiveCodeShape(ctx, "app_secret");
  const plain = ctx.secrets.code(shape);
  return { plain, hashedSecret: await ctx.secrets.hashSecret(plain) };
}

/** What every new application has, whatever its kind. */
interface Named {
  readonly projectId: string;
  readonly name: string;
  readonly appId?: string | undefined;
}

export async function createOidcApp(ctx: Ctx, input: Named, settings: OidcSettings): Promise<CreatedApp> {
  const appId = input.appId ?? ctx.newId();
  const clientId = ctx.newId();
  const { plain, hashedSecret } = await makeSecret(ctx, hasSecret(settings.authMethodType ?? 0));
  const target = (input.appId === undefined ? fresh : ref)(App, input.projectId, appId);
  const [, row] = await ctx.store.execute(
    ctx,
    [ref(Project, input.projectId), target],
    ([project, before]) => [
      [],
      addOidcApp({ appId, name: input.name, clientId, hashedSecret }, settings)(project, before),
    ],
  );
  return { row, clientId, clientSecret: plain };
}

export async function createApiApp(ctx: Ctx, input: Named, method: ApiAuthMethod): Promise<CreatedApp> {
  const appId = input.appId ?? ctx.newId();
  const clientId = ctx.newId();
  const { plain, hashedSecret } = await makeSecret(ctx, method === 0);
  const target = (input.appId === undefined ? fresh : ref)(App, input.projectId, appId);
  const [, row] = await ctx.store.execute(
    ctx,
    [ref(Project, input.projectId), target],
    ([project, before]) => [
      [],
      addApiApp({ appId, name: input.name, clientId, hashedSecret }, method)(project, before),
    ],
  );
  return { row, clientId, clientSecret: plain };
}

async function apply(
  ctx: Ctx,
  projectId: string,
  appId: string,
  decision: (app: AppState | undefined) => readonly AppEvent[],
): Promise<Written<AppState>> {
  const [app] = await ctx.store.execute(ctx, [ref(App, projectId, appId)], ([before]) => [decision(before)]);
  return app;
}

export const rename = (ctx: Ctx, projectId: string, appId: string, name: string) =>
  apply(ctx, projectId, appId, renameApp(appId, name));
export const deactivate = (ctx: Ctx, projectId: string, appId: string) =>
  apply(ctx, projectId, appId, deactivateApp(appId));
export const reactivate = (ctx: Ctx, projectId: string, appId: string) =>
  apply(ctx, projectId, appId, reactivateApp(appId));
export const configureOidc = (ctx: Ctx, projectId: string, appId: string, wanted: OidcSettings) =>
  apply(ctx, projectId, appId, changeOidcConfig(appId, wanted));
export const configureApi = (ctx: Ctx, projectId: string, appId: string, method: ApiAuthMethod) =>
  apply(ctx, projectId, appId, changeApiConfig(appId, method));

/** More in one piece of work would hold up others; keys that are left are nobody's and are shown to nobody. */
const keysAtOnce = 150;

/** Removes an application and its keys. */
export async function remove(ctx: Ctx, projectId: string, appId: string): Promise<Written<AppState>> {
  const keys = await keysOfApp(ctx, projectId, appId, keysAtOnce);
  const keyRefs = keys.map(({ entityId }) => ref(AppKey, projectId, entityId));
  const refs = [ref(App, projectId, appId), ...keyRefs] as const;
  const [app] = await ctx.store.execute(ctx, refs, ([before, ...present]) => [
    removeApp(appId)(before),
    ...present.map((key, n) => (key === undefined ? [] : removeKey(keys[n]?.entityId ?? ""))),
  ]);
  return app;
}

const removeKey = (keyId: string): readonly AppKeyEvent[] => [
  { type: "project.application.oidc.key.removed", payload: { keyId } },
];

/** Name and configuration at once, both or neither; what is left open stays as it is. */
export const changeApp = (
  ctx: Ctx,
  projectId: string,
  appId: string,
  wanted: {
    readonly name?: string | undefined;
    readonly oidc?: OidcSettings | undefined;
    readonly api?: ApiAuthMethod | undefined;
  },
) =>
  apply(ctx, projectId, appId, (app) => [
    ...(wanted.name === undefined ? [] : renameApp(appId, wanted.name)(app)),
    ...(wanted.oidc === undefined ? [] : changeOidcConfig(appId, wanted.oidc)(app)),
    ...(wanted.api === undefined ? [] : changeApiConfig(appId, wanted.api)(app)),
  ]);

/** Makes a new client secret; it is shown once and replaces the one before. */
export async function regenerateSecret(
  ctx: Ctx,
  projectId: string,
  appId: string,
): Promise<{ readonly row: Written<AppState>; readonly clientSecret: string }> {
  const { plain, hashedSecret = "" } = await makeSecret(ctx, true);
  const row = await apply(ctx, projectId, appId, changeSecret(appId, hashedSecret));
  return { row, clientSecret: plain };
}

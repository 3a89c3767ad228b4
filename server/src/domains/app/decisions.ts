import type { ProjectState } from "#src/domains/project/index.ts";
import { alreadyExists, invalid, notFound, precondition, required } from "#src/platform/failure/index.ts";
import { hasSecret, isLoopback } from "./compliance.ts";
import type { ApiAuthMethod, AppEvent, OidcSettings } from "./events.ts";
import type { ApiConfig, AppState, OidcConfig } from "./state.ts";

const gone = "Errors.Project.App.NotExisting";
const maxClockSkew = 5_000_000_000;

/** A name as stored. @throws invalid_argument when nothing is left of it */
function appName(input: string): string {
  const name = input.trim();
  if (name === "") throw invalid("APP-Nm1em", "Errors.Project.App.Invalid", { field: "name" });
  return name;
}

/**
 * Refuses settings that could never work: redirect and logout URIs and origins that are none, more clock skew than 5 s,
 * and a response type without the grant that it belongs to. What merely is unwise is reported instead.
 */
export function checkOidcSettings(settings: OidcSettings): void {
  requireSmall(settings);
  const refuse = (field: string) => invalid("APP-Cf6iv", "Errors.Project.App.OIDCConfigInvalid", { field });
  const { redirectUris = [], postLogoutRedirectUris = [], additionalOrigins = [], clockSkew = 0 } = settings;
  if (!redirectUris.every(isRedirectUri)) throw refuse("redirectUris");
  if (!postLogoutRedirectUris.every(isRedirectUri)) throw refuse("postLogoutRedirectUris");
  if (!additionalOrigins.every(isOrigin)) throw refuse("additionalOrigins");
  if (!isBackChannelUri(settings)) throw refuse("backChannelLogoutUri");
  if (clockSkew < 0 || clockSkew > maxClockSkew) throw refuse("clockSkew");
  const grants = settings.grantTypes ?? [];
  for (const responseType of settings.responseTypes ?? []) {
    const fits = responseType === 0 ? grants.includes(0) || grants.includes(3) : grants.includes(1);
    if (!fits) throw refuse("grantTypes");
  }
}

/** Bytes of all settings together, as JSON: every request of a client reads them. */
const maxSettingsBytes = 7000;
const fieldNames: Readonly<Record<string, string>> = {
  backChannelLogoutURI: "backChannelLogoutUri",
  loginBaseURI: "loginVersion",
};

/** @throws invalid_argument naming what takes the most room */
function requireSmall(settings: OidcSettings): void {
  const sizes = Object.entries(settings)
    .map(([field, value]) => ({ field, bytes: Buffer.byteLength(JSON.stringify(value) ?? "") }))
    .toSorted((a, b) => b.bytes - a.bytes);
  if (sizes.reduce((sum, { bytes }) => sum + bytes, 0) <= maxSettingsBytes) return;
  const largest = sizes[0]?.field ?? "";
  throw invalid("APP-Bg7sz", "Errors.Project.App.TooLarge", {
    field: fieldNames[largest] ?? largest,
    values: { bytes: maxSettingsBytes },
  });
}

/** Absolute, without a fragment (RFC 6749 section 3.1.2). */
const isRedirectUri = (uri: string): boolean =>
  /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(uri) &&
  !uri.includes("#") &&
  !/^(javascript|data|vbscript|file):/i.test(uri);

/**
 * Where logout tokens go (Back-Channel Logout 1.0 section 2.2): by TLS, in development also to one's own machine;
 * without a fragment, and without a password, which would stand in records.
 */
function isBackChannelUri({ backChannelLogoutURI: uri = "", devMode = false }: OidcSettings): boolean {
  if (uri === "") return true;
  if (!URL.canParse(uri) || uri.includes("#")) return false;
  const { protocol, username, password } = new URL(uri);
  const isAllowed = protocol === "https:" || (devMode && isLoopback(uri));
  return isAllowed && username === "" && password === "";
}

const isOrigin = (origin: string): boolean => {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === origin || url.origin === origin.replace(/\/$/, "");
};

export interface NewApp {
  readonly appId: string;
  readonly name: string;
  readonly clientId: string;
  readonly hashedSecret?: string | undefined;
}

function addApp(app: NewApp, project: ProjectState | undefined, before: AppState | undefined): AppEvent {
  required(project, "APP-Pr5nf", "Errors.Project.NotFound");
  if (before) throw alreadyExists("APP-Id4ex", "Errors.Project.App.AlreadyExists");
  return { type: "project.application.added", payload: { appId: app.appId, name: appName(app.name) } };
}

export const addOidcApp =
  (app: NewApp, settings: OidcSettings) =>
  (project: ProjectState | undefined, before: AppState | undefined): readonly AppEvent[] => {
    checkOidcSettings(settings);
    const { appId, clientId, hashedSecret } = app;
    const secret = hashedSecret === undefined ? {} : { hashedSecret };
    return [
      addApp(app, project, before),
      { type: "project.application.config.oidc.added", payload: { ...settings, appId, clientId, ...secret } },
    ];
  };

export const addApiApp =
  (app: NewApp, authMethodType: ApiAuthMethod) =>
  (project: ProjectState | undefined, before: AppState | undefined): readonly AppEvent[] => {
    const { appId, clientId, hashedSecret } = app;
    const secret = hashedSecret === undefined ? {} : { hashedSecret };
    return [
      addApp(app, project, before),
      {
        type: "project.application.config.api.added",
        payload: { appId, clientId, authMethodType, ...secret },
      },
    ];
  };

export const renameApp =
  (appId: string, name: string) =>
  (app: AppState | undefined): readonly AppEvent[] => {
    const before = required(app, "APP-ov9d3", gone);
    const after = appName(name);
    return after === before.name
      ? []
      : [{ type: "project.application.changed", payload: { appId, name: after } }];
  };

export const deactivateApp =
  (appId: string) =>
  (app: AppState | undefined): readonly AppEvent[] => {
    if (!required(app, "APP-ov9d4", gone).active)
      throw precondition("APP-dsh35", "Errors.Project.App.NotActive");
    return [{ type: "project.application.deactivated", payload: { appId } }];
  };

export const reactivateApp =
  (appId: string) =>
  (app: AppState | undefined): readonly AppEvent[] => {
    if (required(app, "APP-ov8d3", gone).active)
      throw precondition("APP-1n8cM", "Errors.Project.App.NotInactive");
    return [{ type: "project.application.reactivated", payload: { appId } }];
  };

export const removeApp =
  (appId: string) =>
  (app: AppState | undefined): readonly AppEvent[] => {
    required(app, "APP-0po9s", gone);
    return [{ type: "project.application.removed", payload: { appId } }];
  };

export function requireOidc(app: AppState | undefined): OidcConfig {
  const { config } = required(app, "APP-Oi5nf", gone);
  if (config?.kind !== "oidc") throw precondition("APP-GBr34", "Errors.Project.App.IsNotOIDC");
  return config;
}

export function requireApi(app: AppState | undefined): ApiConfig {
  const { config } = required(app, "APP-Ap5nf", gone);
  if (config?.kind !== "api") throw precondition("APP-Gnwt3", "Errors.Project.App.IsNotAPI");
  return config;
}

/** Only what differs is recorded; an unset field stays as it is. */
export const changeOidcConfig =
  (appId: string, wanted: OidcSettings) =>
  (app: AppState | undefined): readonly AppEvent[] => {
    const before = requireOidc(app);
    checkOidcSettings({ ...before, ...wanted });
    const entries = Object.entries(wanted) as [keyof OidcSettings, OidcSettings[keyof OidcSettings]][];
    const changed = entries.filter(
      ([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(before[field]),
    );
    if (changed.length === 0) return [];
    return [
      {
        type: "project.application.config.oidc.changed",
        payload: { appId, ...Object.fromEntries(changed) },
      },
    ];
  };

export const changeApiConfig =
  (appId: string, authMethodType: ApiAuthMethod) =>
  (app: AppState | undefined): readonly AppEvent[] =>
    requireApi(app).authMethodType === authMethodType
      ? []
      : [{ type: "project.application.config.api.changed", payload: { appId, authMethodType } }];

/** @throws failed_precondition for a client that has no secret by its configuration */
export const changeSecret =
  (appId: string, hashedSecret: string) =>
  (app: AppState | undefined): readonly AppEvent[] => {
    const { config } = required(app, "APP-Sc5nf", gone);
    if (config === undefined) throw notFound("APP-Sc6nf", gone);
    const secret = config.kind === "oidc" ? hasSecret(config.authMethodType) : config.authMethodType === 0;
    if (!secret) throw precondition("APP-Sc7no", "Errors.Project.App.AuthMethodNoSecret");
    const kind = config.kind;
    return [{ type: `project.application.config.${kind}.secret.changed`, payload: { appId, hashedSecret } }];
  };

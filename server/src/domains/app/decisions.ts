import type { ProjectState } from "#src/domains/project/index.ts";
import { requireVisible } from "#src/kits/name/index.ts";
import { alreadyExists, invalid, notFound, precondition, required } from "#src/platform/failure/index.ts";
import { hasSecret } from "./compliance.ts";
import type { ApiAuthMethod, AppEvent, OidcSettings } from "./events.ts";
import { checkOidcSettings } from "./oidc-settings.ts";
import type { ApiConfig, AppState, OidcConfig } from "./state.ts";

const gone = "Errors.Project.App.NotExisting";

/**
 * A name as stored. One that an application has already is not looked at again.
 * @throws invalid_argument when nothing is left of it, or it has characters that nobody sees
 */
function appName(input: string, before?: string): string {
  const name = input.trim();
  if (name === "") throw invalid("APP-Nm1em", "Errors.Project.App.Invalid", { field: "name" });
  if (name !== before) requireVisible(name, "name");
  return name;
}

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
    const after = appName(name, before.name);
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

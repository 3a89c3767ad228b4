import type { Entity } from "#src/platform/eventstore/index.ts";
import type { ApiAuthMethod, AppEvent, AppKeyEvent, OidcSettings } from "./events.ts";

export interface OidcConfig extends Required<OidcSettings> {
  readonly kind: "oidc";
  readonly clientId: string;
  readonly secretHash?: string;
}

export interface ApiConfig {
  readonly kind: "api";
  readonly clientId: string;
  readonly authMethodType: ApiAuthMethod;
  readonly secretHash?: string;
}

export interface AppState {
  readonly name: string;
  readonly active: boolean;
  /** Undefined only between the two events that create an application. */
  readonly config?: OidcConfig | ApiConfig;
}

const oidcDefaults: Required<OidcSettings> = {
  redirectUris: [],
  responseTypes: [],
  grantTypes: [],
  applicationType: 0,
  authMethodType: 0,
  postLogoutRedirectUris: [],
  devMode: false,
  accessTokenType: 0,
  accessTokenRoleAssertion: false,
  idTokenRoleAssertion: false,
  idTokenUserinfoAssertion: false,
  clockSkew: 0,
  additionalOrigins: [],
  skipNativeAppSuccessPage: false,
  backChannelLogoutURI: "",
  loginVersion: 0,
  loginBaseURI: "",
};

/** An application of a project: an OIDC client or an API that introspects. Its entity id is the app id. */
export const App: Entity<AppState, AppEvent> = {
  table: "apps",
  aggregate: "project",
  types: [
    "project.application.added",
    "project.application.changed",
    "project.application.deactivated",
    "project.application.reactivated",
    "project.application.removed",
    "project.application.config.oidc.added",
    "project.application.config.oidc.changed",
    "project.application.config.oidc.secret.changed",
    "project.application.config.oidc.secret.updated",
    "project.application.config.api.added",
    "project.application.config.api.changed",
    "project.application.config.api.secret.changed",
    "project.application.config.api.secret.updated",
  ],
  version: 3,
  config: true,
  rowOf: (event) => event.payload.appId,
  evolve(app, event) {
    if (event.type === "project.application.added") return { name: event.payload.name, active: true };
    if (app === undefined || event.type === "project.application.removed") return undefined;
    switch (event.type) {
      case "project.application.changed":
        return { ...app, name: event.payload.name };
      case "project.application.deactivated":
        return { ...app, active: false };
      case "project.application.reactivated":
        return { ...app, active: true };
      default:
        return evolveConfig(app, event);
    }
  },
  columns: {
    name: { type: "text", of: (app) => app.name },
    active: { type: "boolean", of: (app) => app.active },
    client_id: { type: "text", of: (app) => app.config?.clientId ?? null },
    kind: { type: "text", of: (app) => app.config?.kind ?? null },
  },
  indexes: ["client_id", "entity_id", "aggregate_id, created_at", "owner", "lower(name)", "created_at"],
  pieces: ["lower(name)"],
  unique: (app, { aggregateId, entityId }) => [
    {
      // Applications are found by their id alone, so a second one of that id would hide the first.
      kind: "app_id",
      value: entityId,
      taken: { id: "APP-Id5tk", key: "Errors.Project.App.AlreadyExists" },
    },
    ...(app.config === undefined
      ? []
      : [
          {
            // Service users claim their names under the same kind: the client id of one is never another's.
            kind: "client_id",
            value: app.config.clientId.toLowerCase(),
            taken: { id: "APP-Cl5tk", key: "Errors.Project.App.AlreadyExists" },
          },
        ]),
    {
      kind: "appname",
      value: `${app.name}:${aggregateId}`.toLowerCase(),
      taken: { id: "APP-Nm4tk", key: "Errors.Project.App.AlreadyExists" },
    },
  ],
};

function evolveConfig(app: AppState, event: AppEvent): AppState {
  switch (event.type) {
    case "project.application.config.oidc.added": {
      const { appId: _id, hashedSecret, clientId, ...settings } = event.payload;
      const secret = hashedSecret === undefined ? {} : { secretHash: hashedSecret };
      return { ...app, config: { kind: "oidc", ...oidcDefaults, ...settings, clientId, ...secret } };
    }
    case "project.application.config.oidc.changed": {
      const { appId: _id, ...settings } = event.payload;
      return app.config?.kind === "oidc" ? { ...app, config: { ...app.config, ...settings } } : app;
    }
    case "project.application.config.api.added": {
      const { hashedSecret, clientId, authMethodType = 0 } = event.payload;
      const secret = hashedSecret === undefined ? {} : { secretHash: hashedSecret };
      return { ...app, config: { kind: "api", clientId, authMethodType, ...secret } };
    }
    case "project.application.config.api.changed":
      return app.config?.kind === "api"
        ? { ...app, config: { ...app.config, authMethodType: event.payload.authMethodType } }
        : app;
    case "project.application.config.oidc.secret.changed":
    case "project.application.config.oidc.secret.updated":
    case "project.application.config.api.secret.changed":
    case "project.application.config.api.secret.updated":
      return app.config ? { ...app, config: { ...app.config, secretHash: event.payload.hashedSecret } } : app;
    default:
      return app;
  }
}

export interface AppKeyState {
  readonly appId: string;
  readonly clientId: string;
  readonly type: 1;
  /** RFC 3339 */
  readonly expiration: string;
  /** PEM (SPKI), base64 */
  readonly publicKey: string;
}

/** The public half of an application's key pair; its entity id is the key's id (`kid`). */
export const AppKey: Entity<AppKeyState, AppKeyEvent> = {
  table: "app_keys",
  aggregate: "project",
  types: ["project.application.oidc.key.added", "project.application.oidc.key.removed"],
  version: 1,
  config: true,
  rowOf: (event) => event.payload.keyId,
  evolve: (_key, event) =>
    event.type === "project.application.oidc.key.added"
      ? {
          appId: event.payload.applicationId,
          clientId: event.payload.clientId,
          type: event.payload.type,
          expiration: event.payload.expirationDate,
          publicKey: event.payload.publicKey,
        }
      : undefined,
  columns: {
    app_id: { type: "text", of: (key) => key.appId },
    expiration: { type: "timestamptz", of: (key) => key.expiration },
  },
  indexes: ["entity_id", "app_id, created_at"],
};

/** 0 code, 1 id_token, 2 id_token token */
export type ResponseType = 0 | 1 | 2;
/** 0 authorization_code, 1 implicit, 2 refresh_token, 3 device_code, 4 token exchange */
export type GrantType = 0 | 1 | 2 | 3 | 4;
/** 0 web, 1 user agent (single page), 2 native */
export type ApplicationType = 0 | 1 | 2;
/** 0 basic, 1 post, 2 none (PKCE), 3 private_key_jwt */
export type OidcAuthMethod = 0 | 1 | 2 | 3;
/** 0 basic, 1 private_key_jwt */
export type ApiAuthMethod = 0 | 1;

/** What an OIDC application is allowed to do and how its tokens look. `clockSkew` is in nanoseconds, as stored. */
export interface OidcSettings {
  readonly redirectUris?: readonly string[];
  readonly responseTypes?: readonly ResponseType[];
  readonly grantTypes?: readonly GrantType[];
  readonly applicationType?: ApplicationType;
  readonly authMethodType?: OidcAuthMethod;
  readonly postLogoutRedirectUris?: readonly string[];
  readonly devMode?: boolean;
  /** 0 opaque, 1 JWT */
  readonly accessTokenType?: 0 | 1;
  readonly accessTokenRoleAssertion?: boolean;
  readonly idTokenRoleAssertion?: boolean;
  readonly idTokenUserinfoAssertion?: boolean;
  readonly clockSkew?: number;
  readonly additionalOrigins?: readonly string[];
  readonly skipNativeAppSuccessPage?: boolean;
  readonly backChannelLogoutURI?: string;
  /** 0 unspecified, 1 version 1, 2 version 2 */
  readonly loginVersion?: 0 | 1 | 2;
  readonly loginBaseURI?: string;
}

export type AppEvent =
  | {
      readonly type: "project.application.added" | "project.application.changed";
      readonly payload: { readonly appId: string; readonly name: string };
    }
  | {
      readonly type:
        | "project.application.deactivated"
        | "project.application.reactivated"
        | "project.application.removed";
      readonly payload: { readonly appId: string };
    }
  | {
      readonly type: "project.application.config.oidc.added";
      readonly payload: OidcSettings & {
        readonly appId: string;
        readonly clientId: string;
        readonly hashedSecret?: string;
      };
    }
  | {
      readonly type: "project.application.config.oidc.changed";
      readonly payload: OidcSettings & { readonly appId: string };
    }
  | {
      readonly type:
        | "project.application.config.oidc.secret.changed"
        | "project.application.config.oidc.secret.updated"
        | "project.application.config.api.secret.changed"
        | "project.application.config.api.secret.updated";
      readonly payload: { readonly appId: string; readonly hashedSecret: string };
    }
  | {
      readonly type: "project.application.config.api.added";
      readonly payload: {
        readonly appId: string;
        readonly clientId: string;
        readonly hashedSecret?: string;
        readonly authMethodType?: ApiAuthMethod;
      };
    }
  | {
      readonly type: "project.application.config.api.changed";
      readonly payload: { readonly appId: string; readonly authMethodType: ApiAuthMethod };
    };

/** Facts about a key that an application authenticates with (private_key_jwt). */
export type AppKeyEvent =
  | {
      readonly type: "project.application.oidc.key.added";
      readonly payload: {
        readonly applicationId: string;
        readonly clientId: string;
        readonly keyId: string;
        readonly type: 1;
        readonly expirationDate: string;
        /** PEM (SPKI), base64 */
        readonly publicKey: string;
      };
    }
  | { readonly type: "project.application.oidc.key.removed"; readonly payload: { readonly keyId: string } };

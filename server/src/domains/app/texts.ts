import { createTranslate, type Texts } from "#src/platform/i18n/index.ts";

/** What is wrong with a configuration, in words; the keys are those of `complianceProblems`. */
const problems: Texts = {
  en: {
    "Application.OIDC.V1.NotCompliant": "The settings go against good practice for OAuth 2.0.",
    "Application.OIDC.V1.NoRedirectUris": "A redirect URI is missing.",
    "Application.OIDC.V1.NotAllCombinationsAreAllowed": "A response type is missing.",
    "Application.OIDC.V1.GrantType.Refresh.NoAuthCode":
      "Refresh tokens need the authorization code or device grant.",
    "Application.OIDC.V1.Implicit.RedirectUris.CustomNotAllowed":
      "The implicit grant cannot have redirect URIs with a scheme of their own.",
    "Application.OIDC.V1.Implicit.RedirectUris.HttpNotAllowed":
      "The implicit grant needs redirect URIs with https.",
    "Application.OIDC.V1.Code.RedirectUris.CustomOnlyForNative":
      "Only native applications can have redirect URIs with a scheme of their own.",
    "Application.OIDC.V1.Code.RedirectUris.HttpOnlyForWeb":
      "An application that runs in the browser needs redirect URIs with https.",
    "Application.OIDC.V1.Native.RedirectUris.MustBeHttpLocalhost":
      "A native application may use http only to the loopback address.",
    "Application.OIDC.V1.Native.AuthMethodType.NotNone":
      "A native application cannot keep a secret; its authentication method should be none.",
    "Application.OIDC.V1.UserAgent.AuthMethodType.NotNone":
      "An application in the browser cannot keep a secret; its authentication method should be none.",
  },
  de: {
    "Application.OIDC.V1.NotCompliant": "Die Einstellungen widersprechen guter Praxis für OAuth 2.0.",
    "Application.OIDC.V1.NoRedirectUris": "Es fehlt eine Weiterleitungsadresse.",
    "Application.OIDC.V1.NotAllCombinationsAreAllowed": "Es fehlt ein Antworttyp.",
    "Application.OIDC.V1.GrantType.Refresh.NoAuthCode":
      "Refresh-Tokens brauchen den Authorization-Code- oder den Device-Grant.",
    "Application.OIDC.V1.Implicit.RedirectUris.CustomNotAllowed":
      "Der Implicit-Grant erlaubt keine Weiterleitungsadressen mit eigenem Schema.",
    "Application.OIDC.V1.Implicit.RedirectUris.HttpNotAllowed":
      "Der Implicit-Grant braucht Weiterleitungsadressen mit https.",
    "Application.OIDC.V1.Code.RedirectUris.CustomOnlyForNative":
      "Nur native Anwendungen dürfen Weiterleitungsadressen mit eigenem Schema haben.",
    "Application.OIDC.V1.Code.RedirectUris.HttpOnlyForWeb":
      "Eine Anwendung im Browser braucht Weiterleitungsadressen mit https.",
    "Application.OIDC.V1.Native.RedirectUris.MustBeHttpLocalhost":
      "Eine native Anwendung darf http nur zur eigenen Maschine verwenden.",
    "Application.OIDC.V1.Native.AuthMethodType.NotNone":
      "Eine native Anwendung kann kein Geheimnis bewahren; ihre Authentifizierung sollte „none“ sein.",
    "Application.OIDC.V1.UserAgent.AuthMethodType.NotNone":
      "Eine Anwendung im Browser kann kein Geheimnis bewahren; ihre Authentifizierung sollte „none“ sein.",
  },
};

const translate = createTranslate([problems]);

/** The contract's localized message of a compliance problem. */
export const localized = (key: string, languages: readonly string[]) => ({
  key,
  localizedMessage: translate(key, languages),
});

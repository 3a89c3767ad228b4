export { type Assets, readAssets } from "./assets/index.ts";
export type {
  Account,
  Loaded,
  LoginBackend,
  LoginCtx,
  LogoutRequest,
  PageSettings,
  PasswordChange,
  PasswordCheck,
  PasswordRules,
  RequestProblem,
  RequestView,
  UserView,
  Visit,
} from "./backend.ts";
export { type Branding, defaultBranding, type Palette } from "./branding.ts";
export { createLogin, type LoginParts } from "./http.ts";

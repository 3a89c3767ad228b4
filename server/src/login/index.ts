export { loginParts } from "./api.v2.ts";
export { type Assets, readAssets } from "./assets/index.ts";
export { type Branding, brandingCss, defaultBranding, type Palette } from "./branding.ts";
export { type ExplainedStep, type Explanation, explain } from "./house/explain.ts";
export { createLogin, type LoginParts } from "./http.ts";
export { mark, markFile } from "./pages/art.ts";
export { createRefusalPage, type ForeignRefusal } from "./refusal-page.ts";
export type {
  Account,
  Loaded,
  PageSettings,
  PasswordRules,
  RequestProblem,
  RequestView,
  UserView,
  Visit,
} from "./visit.ts";

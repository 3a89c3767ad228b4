export { allowedOrigins, authenticate } from "./authenticate.ts";
export {
  type Grant,
  type Issued,
  issueTokens,
  reasons,
  redeemCode,
  refreshTokens,
  revocable,
  revokeToken,
} from "./commands.ts";
export { OidcSession, type OidcSessionState } from "./state.ts";
export { type TokenInfo, verifyAccessToken } from "./verify.ts";

export { allowedOrigins } from "#src/domains/app/index.ts";
export { authPart } from "./api.auth.v1.ts";
export { authenticate, membershipsForCalls } from "./authenticate.ts";
export { endOidcSessionsOf } from "./cascades.ts";
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
export { redeemDeviceCode } from "./device-code.ts";
export { splitTokenId } from "./ids.ts";
export { isEndedOidcSessionOf, isPastOidcSession } from "./queries.ts";
export { OidcSession, type OidcSessionState, type ServiceProof } from "./state.ts";
export { type TokenInfo, verifyAccessToken } from "./verify.ts";

export { webKeyBetaPart, webKeyPart } from "./api.v2.ts";
export {
  activateWebKey,
  createWebKey,
  defaultShape,
  type KeyShape,
  removeWebKey,
} from "./commands.ts";
export { type LogoutNotice, readLogout, signLogout } from "./logout-token.ts";
export { fillPool, takeWebKeys } from "./pool.ts";
export { publicKeys } from "./queries.ts";
export { signJwt, verifyOwnJwt } from "./signer.ts";
export type { WebKeyEvent } from "./state.ts";
export { WebKey } from "./state.ts";

export {
  authRequestById,
  createAuthRequest,
  finishAuthRequest,
  isOfBrowser,
  oauthErrorOf,
  readCode,
  refuseAuthRequest,
  requireAuthRequest,
} from "./commands.ts";
export { codeUsed, exchangeCode, type Login } from "./decisions.ts";
export type { AuthMethod, AuthRequestAdded, Prompt } from "./events.ts";
export { isPastAuthRequest } from "./queries.ts";
export { AuthRequest, type AuthRequestState } from "./state.ts";

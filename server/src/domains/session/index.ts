export { sessionToLink } from "./access.ts";
export { authPart } from "./api.v1.ts";
export { sessionBetaPart, sessionPart } from "./api.v2.ts";
export type { Checks } from "./checks.ts";
export { createSession, endOverSessionsOf, endSessionsOf, terminate, updateSession } from "./commands.ts";
export {
  browserSessions,
  isEndedSessionOf,
  isPastSession,
  sessionById,
  sessionsOfUserAgent,
} from "./queries.ts";
export { asItStands, isOver, methodsThatStand } from "./standing.ts";
export { Session, type SessionFactors, type SessionState, sessionEndedTask } from "./state.ts";
export { requireCurrentToken, sessionFromToken } from "./tokens.ts";

export { backChannelTask, closeLogout, expectLogout, tellOfSession, tellOfUser } from "./commands.ts";
export { signLogoutToken } from "./logout-token.ts";
export { isPastSessionLogout } from "./queries.ts";
export { SessionLogout } from "./state.ts";

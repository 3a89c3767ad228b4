import type { World } from "./world.ts";

/** Ids that nothing has, for requests that only have to be well-formed. */
export const world: World = {
  orgId: "100",
  userId: "101",
  machineId: "102",
  projectId: "103",
  appId: "104",
  sessionId: "105",
  sessionToken: "token",
  roleKey: "reader",
  patId: "106",
  keyId: "107",
  authorizationId: "108",
  grantedOrgId: "109",
  projectGrantId: "110",
  freeOrgId: "111",
  mark: "nobody",
};

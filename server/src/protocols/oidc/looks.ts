import type { UserState } from "#src/domains/user/index.ts";
import type { RoleView } from "./claims.ts";
import type { OidcClient } from "./client-auth.ts";
import type { TokenLook } from "./token-answer.ts";

const nanosPerSecond = 1_000_000_000;

export const roleViewOf = ({ projectId, project }: Pick<OidcClient, "projectId" | "project">): RoleView => ({
  projectId,
  projectRoleAssertion: project.projectRoleAssertion,
});

/** As the application's settings say. */
export const lookOfClient = (client: OidcClient): TokenLook => ({
  accessTokenIsJwt: client.config.accessTokenType === 1,
  rolesInAccessToken: client.config.accessTokenRoleAssertion,
  rolesInIdToken: client.config.idTokenRoleAssertion,
  personInIdToken: client.config.idTokenUserinfoAssertion,
  skewSeconds: client.config.clockSkew / nanosPerSecond,
  roleView: roleViewOf(client),
});

/** Service users get their roles in both tokens. Their ID token proves one moment: it expires as it is issued. */
export const lookOfServiceUser = (user: UserState): TokenLook => ({
  accessTokenIsJwt: user.kind === "machine" && user.machine.accessTokenType === 1,
  rolesInAccessToken: true,
  rolesInIdToken: true,
  personInIdToken: false,
  skewSeconds: 0,
  idTokenLifetimeSeconds: 0,
  roleView: undefined,
});

import { AuthorizationService } from "#contract/zitadel/authorization/v2/authorization_service_pb.ts";
import { AuthorizationService as AuthorizationServiceBeta } from "#contract/zitadel/authorization/v2beta/authorization_service_pb.ts";
import { part } from "#src/platform/rpc/index.ts";
import { authorizationHandlers, listAuthorizations } from "./authorizations.ts";
import { authorizationV2, authorizationV2beta } from "./translate.ts";

export const authorizationPart = part(AuthorizationService, {
  ...authorizationHandlers,
  listAuthorizations: listAuthorizations(authorizationV2),
});

export const authorizationBetaPart = part(AuthorizationServiceBeta, {
  ...authorizationHandlers,
  listAuthorizations: listAuthorizations(authorizationV2beta),
});

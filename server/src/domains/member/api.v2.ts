import { InternalPermissionService } from "#contract/zitadel/internal_permission/v2/internal_permission_service_pb.ts";
import { InternalPermissionService as InternalPermissionServiceBeta } from "#contract/zitadel/internal_permission/v2beta/internal_permission_service_pb.ts";
import { part } from "#src/platform/rpc/index.ts";
import { administratorHandlers } from "./administrators.ts";

export const internalPermissionPart = part(InternalPermissionService, administratorHandlers);
export const internalPermissionBetaPart = part(InternalPermissionServiceBeta, administratorHandlers);

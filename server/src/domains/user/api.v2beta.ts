import { UserService } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { part } from "#src/platform/rpc/index.ts";
import { codeHandlers } from "./api.v2.codes.ts";
import { sharedHandlers } from "./handlers.v2.ts";

export const userBetaPart = part(UserService, { ...sharedHandlers, ...codeHandlers });

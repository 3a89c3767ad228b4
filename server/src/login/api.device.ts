/** The API with which custom login pages answer devices. */
import { OIDCService } from "#contract/zitadel/oidc/v2/oidc_service_pb.ts";
import { type DeviceAuthState, denyDeviceAuth, deviceAuthById } from "#src/domains/deviceauth/index.ts";
import { sessionToLink } from "#src/domains/session/index.ts";
import { userById } from "#src/domains/user/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { invalid, notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, type ServicePart } from "#src/platform/rpc/index.ts";
import { approveDevice, waitingDevice } from "./house/device.ts";
import { openDevice } from "./house/request.ts";

const gone = () => notFound("LOGIN-dN0f5", "Errors.AuthRequest.NotExisting");

export const devicePart: ServicePart = part(OIDCService, {
  async getDeviceAuthorizationRequest({ userCode }, ctx) {
    await requirePermission(ctx, "session.read", { orgId: ctx.instanceId });
    const request = await waitingDevice(ctx, userCode);
    if (request === undefined) throw gone();
    const { client, row } = request;
    return {
      deviceAuthorizationRequest: {
        id: row.aggregateId,
        clientId: client.clientId,
        scope: [...row.state.scope],
        appName: client.appName,
        projectName: client.project.name,
      },
    };
  },

  async authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId, decision }, ctx) {
    await requirePermission(ctx, "session.link", { orgId: ctx.instanceId });
    const row = await deviceAuthById(ctx, deviceAuthorizationId);
    if (row === undefined) throw gone();
    if (decision.case === undefined)
      throw invalid("LOGIN-dD1c6", "Errors.Invalid.Argument", { field: "decision" });
    if (decision.case === "session") await authorize(ctx, row, decision.value);
    else await denyDeviceAuth(ctx, row);
    return {};
  },
});

interface SessionProof {
  readonly sessionId: string;
  readonly sessionToken: string;
}

/** @throws permission_denied when the token is not the session's; the refusal of the flow when it does not suffice */
async function authorize(
  ctx: Ctx,
  row: Row<DeviceAuthState>,
  { sessionId, sessionToken }: SessionProof,
): Promise<void> {
  const session = await sessionToLink(ctx, sessionId, sessionToken);
  const request = await openDevice(ctx, row);
  if (!request) throw precondition("LOGIN-dC7t3", "Errors.Project.App.NotActive");
  const userId = session.state.factors.user?.id;
  const user = userId === undefined ? undefined : await userById(ctx, userId);
  await approveDevice(ctx, { request, session, user, browserSessions: [] });
}

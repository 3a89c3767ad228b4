import { expectLogout } from "#src/domains/sessionlogout/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { OidcClient } from "./client-auth.ts";

interface Login {
  readonly sessionId: string;
  readonly userId: string;
  readonly oidcSessionId: string;
}

/** To be called before a client gets tokens for a login: where it wants to hear of its end, it will. */
export async function tellOfLogout(
  ctx: Ctx,
  { clientId, config }: OidcClient,
  { sessionId, userId, oidcSessionId }: Login,
): Promise<void> {
  const uri = config.backChannelLogoutURI;
  if (uri !== "") await expectLogout(ctx, { sessionId, userId, clientId, oidcSessionId, uri });
}

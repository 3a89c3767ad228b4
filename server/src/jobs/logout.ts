/** Tells applications that a login of their user has ended (OpenID Connect Back-Channel Logout 1.0). */
import { clientById } from "#src/domains/app/index.ts";
import { endOverSessionsOf, sessionEndedTask } from "#src/domains/session/index.ts";
import {
  backChannelTask,
  closeLogout,
  SessionLogout,
  signLogoutToken,
  tellOfSession,
  tellOfUser,
} from "#src/domains/sessionlogout/index.ts";
import { loginsEndedTask } from "#src/domains/user/index.ts";
import { DeliveryFailed, unanswered } from "#src/platform/delivery/index.ts";
import type { Sent } from "#src/platform/outbound/index.ts";
import type { Tasks } from "#src/platform/queue/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type ContextFor, textOf } from "./job.ts";

/** Attempts until a client is given up; with the pauses between them more than an hour. */
const attempts = 13;

const timeoutMs = 10_000;

/** Sessions of a user that are looked at in one run, so that others have their turn. */
const chunk = 100;

export function logouts(contextOf: ContextFor): Tasks {
  const contextFor: ContextFor = (instanceId) => ({ ...contextOf(instanceId), creator: "NOTIFICATION" });
  return {
    [sessionEndedTask]: {
      async run(job) {
        await tellOfSession(contextFor(job.instanceId), textOf(job, "sessionId"));
        return "done";
      },
    },
    [loginsEndedTask]: {
      async run(job) {
        const [ctx, userId] = [contextFor(job.instanceId), textOf(job, "userId")];
        for (let after: string | undefined = ""; after !== undefined; )
          after = await tellOfUser(ctx, userId, after, chunk);
        return (await endOverSessionsOf(contextOf(job.instanceId), userId, chunk)) >= chunk
          ? "again"
          : "done";
      },
    },
    [backChannelTask]: {
      maxAttempts: attempts,
      async run(job) {
        const ctx = contextFor(job.instanceId);
        const at = { sessionId: textOf(job, "sessionId"), clientId: textOf(job, "clientId") };
        try {
          await tell(ctx, at);
        } catch (error) {
          if (job.attempt >= attempts) await closeLogout(ctx, at.sessionId, at.clientId, "not taken");
          throw error;
        }
        return "done";
      },
    },
  };
}

interface Addressee {
  readonly sessionId: string;
  readonly clientId: string;
}

/** @throws DeliveryFailed for another attempt */
async function tell(ctx: Ctx, { sessionId, clientId }: Addressee): Promise<void> {
  const row = await ctx.store.get(SessionLogout, ctx.instanceId, sessionId);
  const expected = row?.state.clients[clientId];
  if (row === undefined || expected === undefined || expected.closed) return;
  const client = await clientById(ctx, clientId);
  const uri = client?.config.kind === "oidc" ? client.config.backChannelLogoutURI : "";
  // It was removed or deactivated, or does not want to hear of logouts any more.
  if (uri === "") return closeLogout(ctx, sessionId, clientId, "nobody to tell");
  const { issuer } = expected;
  const token = await signLogoutToken(ctx, { issuer, clientId, userId: row.state.userId, sessionId });
  const sent = {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `${new URLSearchParams({ logout_token: token })}`,
  };
  await send(ctx, new URL(uri), sent);
  await closeLogout(ctx, sessionId, clientId);
}

/** @throws DeliveryFailed unless it is taken */
async function send(ctx: Ctx, url: URL, sent: Sent): Promise<void> {
  const refused = (why: string) =>
    new DeliveryFailed("provider", `no logout was taken at ${url.host}: ${why}`);
  const status = await ctx.outbound.send(url, sent, { timeoutMs }).catch((error: unknown) => {
    throw refused(unanswered(error).answer);
  });
  // Section 2.8: 200, or 204, which some frameworks make of it.
  if (status !== 200 && status !== 204) throw refused(`it answered ${status}`);
}

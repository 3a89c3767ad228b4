import { type Client, clientIdsOf } from "#src/domains/app/index.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Wishes } from "./scopes.ts";

/** The projects that scopes add to the audience; "zitadel" stands for the product's own, which opens its APIs. */
export async function requestedAudience(ctx: Ctx, { audienceProjects }: Wishes): Promise<readonly string[]> {
  if (!audienceProjects.includes("zitadel")) return [...new Set(audienceProjects)];
  const { projectId } = await instanceOf(ctx);
  return [...new Set(audienceProjects.map((id) => (id === "zitadel" ? projectId : id)))];
}

/** Whom a client's tokens are for: itself, the other clients of its project, the project, and what scopes add. */
export async function audienceOf(ctx: Ctx, client: Client, wishes: Wishes): Promise<readonly string[]> {
  const [siblings, requested] = await Promise.all([
    clientIdsOf(ctx, client.projectId),
    requestedAudience(ctx, wishes),
  ]);
  return [...new Set([client.clientId, ...siblings, client.projectId, ...requested])];
}

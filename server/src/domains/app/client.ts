import { Org } from "#src/domains/org/index.ts";
import { Project, type ProjectState } from "#src/domains/project/index.ts";
import { type Row, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type ApiConfig, App, AppKey, type AppKeyState, type AppState, type OidcConfig } from "./state.ts";

/** An OAuth client that may act: its application, project and organization are all there and active. */
export interface Client {
  readonly clientId: string;
  readonly appId: string;
  readonly appName: string;
  readonly projectId: string;
  readonly orgId: string;
  readonly config: OidcConfig | ApiConfig;
  readonly project: ProjectState;
}

/** The client of that id; undefined when unknown or when anything above it is inactive or gone. No query when cached. */
export async function clientById(ctx: Ctx, clientId: string): Promise<Client | undefined> {
  const app = await ctx.config.by(App, "client_id", clientId);
  return app && clientOf(ctx, app);
}

async function clientOf(ctx: Ctx, app: Row<AppState>): Promise<Client | undefined> {
  const [project, org] = await Promise.all([
    ctx.config.row(Project, app.aggregateId),
    ctx.config.row(Org, app.owner),
  ]);
  const { config, active, name } = app.state;
  if (!active || !project?.state.active || !org?.state.active || config === undefined) return undefined;
  return {
    clientId: config.clientId,
    appId: app.entityId,
    appName: name,
    projectId: app.aggregateId,
    orgId: app.owner,
    config,
    project: project.state,
  };
}

/** Whether the secret is the client's; an outdated hash is replaced on the way. */
export async function verifyClientSecret(ctx: Ctx, client: Client, secret: string): Promise<boolean> {
  const hash = client.config.secretHash;
  if (hash === undefined) return false;
  const { ok, upgrade } = await ctx.secrets.verifySecret(hash, secret);
  if (ok && upgrade !== undefined) {
    const { appId, projectId, config } = client;
    await ctx.store.execute(ctx, [ref(App, projectId, appId)], ([app]) => [
      app?.config?.secretHash === hash
        ? [
            {
              type: `project.application.config.${config.kind}.secret.updated` as const,
              payload: { appId, hashedSecret: upgrade },
            },
          ]
        : [],
    ]);
  }
  return ok;
}

/** A key that the client may sign assertions with; undefined when unknown, another client's or expired. */
export async function clientKey(ctx: Ctx, client: Client, keyId: string): Promise<AppKeyState | undefined> {
  const row = await ctx.config.row(AppKey, client.projectId, keyId);
  // The client id too: an application made anew under the id of a removed one must not inherit its keys.
  const own = row?.state.appId === client.appId && row.state.clientId === client.clientId;
  const usable = own && new Date(row.state.expiration) > ctx.now;
  return usable ? row.state : undefined;
}

/** The ids of all clients of a project: what a token for one of them names as its audience. */
export async function clientIdsOf(ctx: Ctx, projectId: string): Promise<readonly string[]> {
  const apps = await ctx.config.rows(App, projectId);
  return apps.flatMap(({ state }) => (state.config ? [state.config.clientId] : []));
}

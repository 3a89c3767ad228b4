import { timestampDate } from "@bufbuild/protobuf/wkt";
import { type AppQuery, AppState as State } from "#contract/zitadel/app_pb.ts";
import { KeyType } from "#contract/zitadel/auth_n_key_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { requireOwnProject } from "#src/domains/project/index.ts";
import { emptyFilter, listPage } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, details, listDetailsV1, part, timestamp } from "#src/platform/rpc/index.ts";
import {
  configureApi,
  configureOidc,
  createApiApp,
  createOidcApp,
  deactivate,
  reactivate,
  regenerateSecret,
  remove,
  rename,
} from "./commands.ts";
import { requireApi, requireOidc } from "./decisions.ts";
import { addAppKey, removeAppKey } from "./key-commands.ts";
import {
  appFilters,
  appKeyFilters,
  requireApp,
  requireAppKey,
  searchAppKeys,
  searchApps,
} from "./queries.ts";
import type { AppKeyState, AppState } from "./state.ts";
import { commonConfig, problemsOf, settingsFrom } from "./translate.ts";

const keyV1 = (row: Row<AppKeyState>) => ({
  id: row.entityId,
  details: details(row),
  type: KeyType.JSON,
  expirationDate: timestamp(new Date(row.state.expiration)),
});

function configV1({ config }: AppState, languages: readonly string[]) {
  if (config?.kind === "api")
    return {
      case: "apiConfig" as const,
      value: { clientId: config.clientId, authMethodType: config.authMethodType },
    };
  if (config === undefined) return { case: undefined };
  const complianceProblems = problemsOf(config, languages);
  return {
    case: "oidcConfig" as const,
    value: {
      ...commonConfig(config),
      appType: config.applicationType,
      devMode: config.devMode,
      noneCompliant: complianceProblems.length > 0,
      complianceProblems,
    },
  };
}

const appV1 = (row: Row<AppState>, languages: readonly string[]) => ({
  id: row.entityId,
  details: details(row),
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  name: row.state.name,
  config: configV1(row.state, languages),
});

function appFilter({ query }: AppQuery): Sql {
  if (query.case === undefined) throw emptyFilter();
  return appFilters.name(query.value.name, query.value.method);
}

/** The application of a project of the context organization. */
async function requireOwnApp(ctx: Ctx, projectId: string, appId: string): Promise<Row<AppState>> {
  await requireOwnProject(ctx, projectId);
  return requireApp(ctx, projectId, appId);
}

function refuseUnchanged(before: Row<AppState>, after: { readonly sequence: number }, id: string): void {
  if (before.sequence === after.sequence) throw precondition(id, "Errors.NoChangesFound");
}

/** Applications and their keys as managers of the context organization see them. */
export const managementPart = part(ManagementService, {
  async getAppByID({ projectId, appId }, ctx) {
    return { app: appV1(await requireOwnApp(ctx, projectId, appId), ctx.languages) };
  },
  async listApps({ projectId, query, queries }, ctx) {
    await requireOwnProject(ctx, projectId);
    const filters = [appFilters.project(projectId), ...queries.map(appFilter)];
    const { rows, total } = await searchApps(ctx, { all: true }, filters, listPage(query, ctx.pageLimits));
    return { details: listDetailsV1(total, ctx.now), result: rows.map((row) => appV1(row, ctx.languages)) };
  },
  async addOIDCApp({ projectId, name, ...settings }, ctx) {
    await requireOwnProject(ctx, projectId);
    const named = { projectId, name };
    const { row, clientId, clientSecret } = await createOidcApp(ctx, named, settingsFrom(settings, "from0"));
    const complianceProblems = row.state?.config ? problemsOf(requireOidc(row.state), ctx.languages) : [];
    const noneCompliant = complianceProblems.length > 0;
    const appId = row.entityId;
    return { appId, details: addedV1(row), clientId, clientSecret, noneCompliant, complianceProblems };
  },
  async addAPIApp({ projectId, name, authMethodType }, ctx) {
    await requireOwnProject(ctx, projectId);
    const method = authMethodType === 1 ? 1 : 0;
    const { row, clientId, clientSecret } = await createApiApp(ctx, { projectId, name }, method);
    return { appId: row.entityId, details: addedV1(row), clientId, clientSecret };
  },
  async updateApp({ projectId, appId, name }, ctx) {
    const before = await requireOwnApp(ctx, projectId, appId);
    const after = await rename(ctx, projectId, appId, name);
    refuseUnchanged(before, after, "COMMAND-2m8vx");
    return { details: changedV1(after) };
  },
  async updateOIDCAppConfig({ projectId, appId, ...settings }, ctx) {
    const before = await requireOwnApp(ctx, projectId, appId);
    const after = await configureOidc(ctx, projectId, appId, settingsFrom(settings, "from0"));
    refuseUnchanged(before, after, "COMMAND-1m88i");
    return { details: changedV1(after) };
  },
  async updateAPIAppConfig({ projectId, appId, authMethodType }, ctx) {
    const before = await requireOwnApp(ctx, projectId, appId);
    const after = await configureApi(ctx, projectId, appId, authMethodType === 1 ? 1 : 0);
    refuseUnchanged(before, after, "COMMAND-1m88j");
    return { details: changedV1(after) };
  },
  async regenerateOIDCClientSecret({ projectId, appId }, ctx) {
    requireOidc((await requireOwnApp(ctx, projectId, appId)).state);
    const { row, clientSecret } = await regenerateSecret(ctx, projectId, appId);
    return { clientSecret, details: changedV1(row) };
  },
  async regenerateAPIClientSecret({ projectId, appId }, ctx) {
    requireApi((await requireOwnApp(ctx, projectId, appId)).state);
    const { row, clientSecret } = await regenerateSecret(ctx, projectId, appId);
    return { clientSecret, details: changedV1(row) };
  },
  async deactivateApp({ projectId, appId }, ctx) {
    await requireOwnProject(ctx, projectId);
    return { details: changedV1(await deactivate(ctx, projectId, appId)) };
  },
  async reactivateApp({ projectId, appId }, ctx) {
    await requireOwnProject(ctx, projectId);
    return { details: changedV1(await reactivate(ctx, projectId, appId)) };
  },
  async removeApp({ projectId, appId }, ctx) {
    await requireOwnProject(ctx, projectId);
    return { details: changedV1(await remove(ctx, projectId, appId)) };
  },
});

/** Keys of applications that authenticate by signed assertions. */
export const managementKeyPart = part(ManagementService, {
  async getAppKey({ projectId, appId, keyId }, ctx) {
    await requireOwnProject(ctx, projectId);
    return { key: keyV1(await requireAppKey(ctx, projectId, appId, keyId)) };
  },
  async listAppKeys({ projectId, appId, query }, ctx) {
    await requireOwnApp(ctx, projectId, appId);
    const filters = [appKeyFilters.project(projectId), appKeyFilters.app(appId)];
    const { rows, total } = await searchAppKeys(ctx, { all: true }, filters, listPage(query, ctx.pageLimits));
    return { details: listDetailsV1(total, ctx.now), result: rows.map(keyV1) };
  },
  async addAppKey({ projectId, appId, expirationDate }, ctx) {
    await requireOwnProject(ctx, projectId);
    const end = expirationDate && timestampDate(expirationDate);
    const { row, keyId, file } = await addAppKey(ctx, projectId, appId, end);
    return { id: keyId, details: addedV1(row), keyDetails: Buffer.from(file) };
  },
  async removeAppKey({ projectId, appId, keyId }, ctx) {
    await requireOwnProject(ctx, projectId);
    await requireAppKey(ctx, projectId, appId, keyId);
    return { details: changedV1(await removeAppKey(ctx, projectId, keyId)) };
  },
});

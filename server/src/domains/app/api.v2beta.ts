import { timestampDate } from "@bufbuild/protobuf/wkt";
import { type ApplicationSearchFilter, AppState as State } from "#contract/zitadel/app/v2beta/app_pb.ts";
import { AppService, type CreateApplicationRequest } from "#contract/zitadel/app/v2beta/app_service_pb.ts";
import { emptyFilter, filterPage } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { unimplemented } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { appToChange, appToRead, requireOnProject } from "./access.ts";
import {
  changeApp,
  createApiApp,
  createOidcApp,
  deactivate,
  reactivate,
  regenerateSecret,
  remove,
} from "./commands.ts";
import { requireApi, requireOidc } from "./decisions.ts";
import { addAppKey, removeAppKey } from "./key-commands.ts";
import {
  appById,
  appFilters,
  appKey,
  appKeyFilters,
  appKeySort,
  appSort,
  requireAppKey,
  searchAppKeys,
  searchApps,
} from "./queries.ts";
import type { AppKeyState, AppState } from "./state.ts";
import {
  changesFrom,
  commonConfig,
  keyFields,
  laterResponseTypes,
  problemsOf,
  settingsFrom,
} from "./translate.ts";

const samlUnsupported = () => unimplemented("APP-Sa3un", "Errors.Project.App.SAMLUnsupported");

function configBeta({ config }: AppState, languages: readonly string[]) {
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
      responseTypes: laterResponseTypes(config),
      appType: config.applicationType,
      devMode: config.devMode,
      noneCompliant: complianceProblems.length > 0,
      complianceProblems,
    },
  };
}

const appBeta = (row: Row<AppState>, languages: readonly string[]) => ({
  id: row.entityId,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  name: row.state.name,
  config: configBeta(row.state, languages),
});

const keyBeta = (row: Row<AppKeyState>) => ({ id: row.entityId, ...keyFields(row) });

function appFilter({ filter }: ApplicationSearchFilter): Sql {
  switch (filter.case) {
    case "nameFilter":
      return appFilters.name(filter.value.name, filter.value.method);
    case "stateFilter":
      return appFilters.state(filter.value);
    case "apiAppOnly":
      return appFilters.kind("api");
    case "oidcAppOnly":
      return appFilters.kind("oidc");
    case "samlAppOnly":
      return appFilters.none;
    default:
      throw emptyFilter();
  }
}

const paged = (total: number, limit: number) => ({
  totalResult: BigInt(total),
  appliedLimit: BigInt(limit),
});

async function create(ctx: Ctx, request: CreateApplicationRequest) {
  const { creationRequestType: wanted, projectId, name } = request;
  const named = { projectId, name, appId: request.id || undefined };
  if (wanted.case === "apiRequest") {
    const made = await createApiApp(ctx, named, wanted.value.authMethodType === 1 ? 1 : 0);
    const { clientId, clientSecret } = made;
    return { made, answer: { case: "apiResponse" as const, value: { clientId, clientSecret } } };
  }
  if (wanted.case !== "oidcRequest") throw samlUnsupported();
  const made = await createOidcApp(ctx, named, settingsFrom(wanted.value, "from1"));
  const complianceProblems = problemsOf(requireOidc(made.row.state), ctx.languages);
  const { clientId, clientSecret } = made;
  const value = { clientId, clientSecret, noneCompliant: complianceProblems.length > 0, complianceProblems };
  return { made, answer: { case: "oidcResponse" as const, value } };
}

/** Applications and their keys as the beta of the second generation has them. */
export const appBetaPart = part(AppService, {
  async createApplication(request, ctx) {
    await requireOnProject(ctx, request.projectId, "project.app.write");
    const { made, answer } = await create(ctx, request);
    const { entityId, createdAt } = made.row;
    return { appId: entityId, creationDate: timestamp(createdAt), creationResponseType: answer };
  },
  async updateApplication({ projectId, id, name, updateRequestType: wanted }, ctx) {
    await appToChange(ctx, projectId, id);
    if (wanted.case === "samlConfigurationRequest") throw samlUnsupported();
    const { changedAt } = await changeApp(ctx, projectId, id, {
      name: name || undefined,
      oidc: wanted.case === "oidcConfigurationRequest" ? changesFrom(wanted.value) : undefined,
      api:
        wanted.case === "apiConfigurationRequest" ? (wanted.value.authMethodType === 1 ? 1 : 0) : undefined,
    });
    return { changeDate: timestamp(changedAt) };
  },
  async getApplication({ id }, ctx) {
    return { app: appBeta(await appToRead(ctx, id), ctx.languages) };
  },
  async listApplications({ projectId, pagination, filters, sortingColumn }, ctx) {
    const scope = await callerScope(ctx, "project.app.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = [appFilters.project(projectId), ...filters.map(appFilter)];
    const { rows, total } = await searchApps(ctx, scope, wanted, page, appSort(sortingColumn));
    return {
      applications: rows.map((row) => appBeta(row, ctx.languages)),
      pagination: paged(total, page.limit),
    };
  },
  async deleteApplication({ projectId, id }, ctx) {
    await requireOnProject(ctx, projectId, "project.app.delete");
    if (!(await appById(ctx, projectId, id))) return {};
    return { deletionDate: timestamp((await remove(ctx, projectId, id)).changedAt) };
  },
  async deactivateApplication({ projectId, id }, ctx) {
    await appToChange(ctx, projectId, id);
    return { deactivationDate: timestamp((await deactivate(ctx, projectId, id)).changedAt) };
  },
  async reactivateApplication({ projectId, id }, ctx) {
    await appToChange(ctx, projectId, id);
    return { reactivationDate: timestamp((await reactivate(ctx, projectId, id)).changedAt) };
  },
  async regenerateClientSecret({ projectId, applicationId, appType }, ctx) {
    const { state } = await appToChange(ctx, projectId, applicationId);
    if (appType.case === "isApi") requireApi(state);
    else requireOidc(state);
    const { row, clientSecret } = await regenerateSecret(ctx, projectId, applicationId);
    return { clientSecret, creationDate: timestamp(row.changedAt) };
  },
  async createApplicationKey({ projectId, appId, expirationDate }, ctx) {
    await appToChange(ctx, projectId, appId);
    const end = expirationDate && timestampDate(expirationDate);
    const { row, keyId, file } = await addAppKey(ctx, projectId, appId, end);
    return { id: keyId, creationDate: timestamp(row.createdAt), keyDetails: Buffer.from(file) };
  },
  async deleteApplicationKey({ projectId, applicationId, id }, ctx) {
    await requireOnProject(ctx, projectId, "project.app.write");
    if (!(await appKey(ctx, projectId, applicationId, id))) return {};
    return { deletionDate: timestamp((await removeAppKey(ctx, projectId, id)).changedAt) };
  },
  async getApplicationKey({ projectId, applicationId, id }, ctx) {
    await requireOnProject(ctx, projectId, "project.app.read");
    const { creationDate, expirationDate } = keyBeta(await requireAppKey(ctx, projectId, applicationId, id));
    return { id, creationDate, expirationDate };
  },
  async listApplicationKeys({ pagination, sortingColumn, resourceId }, ctx) {
    const scope = await callerScope(ctx, "project.app.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const byResource = {
      applicationId: appKeyFilters.app,
      projectId: appKeyFilters.project,
      organizationId: appKeyFilters.org,
    };
    const wanted = resourceId.case === undefined ? [] : [byResource[resourceId.case](resourceId.value)];
    const { rows, total } = await searchAppKeys(ctx, scope, wanted, page, appKeySort(sortingColumn));
    return { keys: rows.map(keyBeta), pagination: paged(total, page.limit) };
  },
});

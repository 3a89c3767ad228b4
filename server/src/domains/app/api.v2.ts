import { timestampDate } from "@bufbuild/protobuf/wkt";
import {
  type ApplicationKeySearchFilter,
  type ApplicationSearchFilter,
  ApplicationState as State,
} from "#contract/zitadel/application/v2/application_pb.ts";
import {
  ApplicationService,
  type CreateApplicationRequest,
} from "#contract/zitadel/application/v2/application_service_pb.ts";
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
import { requireOidc } from "./decisions.ts";
import { addAppKey, removeAppKey } from "./key-commands.ts";
import {
  appById,
  appFilters,
  appKey,
  appKeyFilters,
  appKeySort,
  appSort,
  findAppKey,
  searchAppKeys,
  searchApps,
} from "./queries.ts";
import type { AppKeyState, AppState } from "./state.ts";
import {
  changesFrom,
  commonConfig,
  keyFields,
  laterResponseTypes,
  type OidcWire,
  problemsOf,
  settingsFrom,
} from "./translate.ts";

const samlUnsupported = () => unimplemented("APP-Sa2un", "Errors.Project.App.SAMLUnsupported");

/** The names of the first generation for what this one calls otherwise. */
const oidcWire = <R extends Omit<OidcWire, "appType" | "devMode">>(
  request: R & {
    readonly applicationType?: number | undefined;
    readonly developmentMode?: boolean | undefined;
  },
): OidcWire => ({ ...request, appType: request.applicationType, devMode: request.developmentMode });

function configurationV2({ config }: AppState, languages: readonly string[]) {
  if (config?.kind === "api")
    return {
      case: "apiConfiguration" as const,
      value: { clientId: config.clientId, authMethodType: config.authMethodType },
    };
  if (config === undefined) return { case: undefined };
  const complianceProblems = problemsOf(config, languages);
  return {
    case: "oidcConfiguration" as const,
    value: {
      ...commonConfig(config),
      responseTypes: laterResponseTypes(config),
      applicationType: config.applicationType,
      developmentMode: config.devMode,
      nonCompliant: complianceProblems.length > 0,
      complianceProblems,
    },
  };
}

const applicationV2 = (row: Row<AppState>, languages: readonly string[]) => ({
  applicationId: row.entityId,
  projectId: row.aggregateId,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  name: row.state.name,
  configuration: configurationV2(row.state, languages),
});

const keyV2 = (row: Row<AppKeyState>) => ({ keyId: row.entityId, ...keyFields(row) });

function appFilter({ filter }: ApplicationSearchFilter): Sql {
  switch (filter.case) {
    case "projectIdFilter":
      return appFilters.project(filter.value.projectId);
    case "nameFilter":
      return appFilters.name(filter.value.name, filter.value.method);
    case "stateFilter":
      return appFilters.state(filter.value);
    case "typeFilter":
      return appFilters.type(filter.value);
    case "clientIdFilter":
      return appFilters.clientId(filter.value.clientId);
    case "entityIdFilter":
      return appFilters.none;
    default:
      throw emptyFilter();
  }
}

function keyFilter({ filter }: ApplicationKeySearchFilter): Sql {
  switch (filter.case) {
    case "applicationIdFilter":
      return appKeyFilters.app(filter.value.applicationId);
    case "projectIdFilter":
      return appKeyFilters.project(filter.value.projectId);
    case "organizationIdFilter":
      return appKeyFilters.org(filter.value.organizationId);
    default:
      throw emptyFilter();
  }
}

const paged = (total: number, limit: number) => ({
  totalResult: BigInt(total),
  appliedLimit: BigInt(limit),
});

async function create(ctx: Ctx, request: CreateApplicationRequest) {
  const { applicationType: wanted, projectId, name } = request;
  const named = { projectId, name, appId: request.applicationId || undefined };
  if (wanted.case === "apiConfiguration") {
    const made = await createApiApp(ctx, named, wanted.value.authMethodType === 1 ? 1 : 0);
    const { clientId, clientSecret } = made;
    return { made, answer: { case: "apiConfiguration" as const, value: { clientId, clientSecret } } };
  }
  if (wanted.case !== "oidcConfiguration") throw samlUnsupported();
  const made = await createOidcApp(ctx, named, settingsFrom(oidcWire(wanted.value), "from1"));
  const complianceProblems = problemsOf(requireOidc(made.row.state), ctx.languages);
  const { clientId, clientSecret } = made;
  const value = { clientId, clientSecret, nonCompliant: complianceProblems.length > 0, complianceProblems };
  return { made, answer: { case: "oidcConfiguration" as const, value } };
}

/** Applications; the permission is asked at their project. Deleting what is not there succeeds without a date. */
export const applicationPart = part(ApplicationService, {
  async createApplication(request, ctx) {
    await requireOnProject(ctx, request.projectId, "project.app.write");
    const { made, answer } = await create(ctx, request);
    const { entityId, createdAt } = made.row;
    return { applicationId: entityId, creationDate: timestamp(createdAt), applicationType: answer };
  },
  async updateApplication({ projectId, applicationId, name, applicationType: wanted }, ctx) {
    await appToChange(ctx, projectId, applicationId);
    if (wanted.case === "samlConfiguration") throw samlUnsupported();
    const { changedAt } = await changeApp(ctx, projectId, applicationId, {
      name: name || undefined,
      oidc: wanted.case === "oidcConfiguration" ? changesFrom(oidcWire(wanted.value)) : undefined,
      api: wanted.case === "apiConfiguration" ? (wanted.value.authMethodType === 1 ? 1 : 0) : undefined,
    });
    return { changeDate: timestamp(changedAt) };
  },
  async getApplication({ applicationId }, ctx) {
    return { application: applicationV2(await appToRead(ctx, applicationId), ctx.languages) };
  },
  async listApplications({ pagination, filters, sortingColumn }, ctx) {
    const scope = await callerScope(ctx, "project.app.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = filters.map(appFilter);
    const { rows, total } = await searchApps(ctx, scope, wanted, page, appSort(sortingColumn));
    return {
      applications: rows.map((row) => applicationV2(row, ctx.languages)),
      pagination: paged(total, page.limit),
    };
  },
  async deleteApplication({ projectId, applicationId }, ctx) {
    await requireOnProject(ctx, projectId, "project.app.delete");
    if (!(await appById(ctx, projectId, applicationId))) return {};
    return { deletionDate: timestamp((await remove(ctx, projectId, applicationId)).changedAt) };
  },
  async deactivateApplication({ projectId, applicationId }, ctx) {
    await appToChange(ctx, projectId, applicationId);
    const { changedAt } = await deactivate(ctx, projectId, applicationId);
    return { deactivationDate: timestamp(changedAt) };
  },
  async reactivateApplication({ projectId, applicationId }, ctx) {
    await appToChange(ctx, projectId, applicationId);
    const { changedAt } = await reactivate(ctx, projectId, applicationId);
    return { reactivationDate: timestamp(changedAt) };
  },
  async generateClientSecret({ projectId, applicationId }, ctx) {
    await appToChange(ctx, projectId, applicationId);
    const { row, clientSecret } = await regenerateSecret(ctx, projectId, applicationId);
    return { clientSecret, creationDate: timestamp(row.changedAt) };
  },
});

/** Keys of applications that authenticate by signed assertions. */
export const applicationKeyPart = part(ApplicationService, {
  async createApplicationKey({ projectId, applicationId, expirationDate }, ctx) {
    await appToChange(ctx, projectId, applicationId);
    const end = expirationDate && timestampDate(expirationDate);
    const { row, keyId, file } = await addAppKey(ctx, projectId, applicationId, end);
    return { keyId, creationDate: timestamp(row.createdAt), keyDetails: Buffer.from(file) };
  },
  async deleteApplicationKey({ projectId, applicationId, keyId }, ctx) {
    await requireOnProject(ctx, projectId, "project.app.write");
    if (!(await appKey(ctx, projectId, applicationId, keyId))) return {};
    return { deletionDate: timestamp((await removeAppKey(ctx, projectId, keyId)).changedAt) };
  },
  async getApplicationKey({ keyId }, ctx) {
    const key = await findAppKey(ctx, keyId);
    await requireOnProject(ctx, key.aggregateId, "project.app.read");
    const { creationDate, expirationDate } = keyV2(key);
    return { keyId, creationDate, expirationDate };
  },
  async listApplicationKeys({ pagination, filters, sortingColumn }, ctx) {
    const scope = await callerScope(ctx, "project.app.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = filters.map(keyFilter);
    const { rows, total } = await searchAppKeys(ctx, scope, wanted, page, appKeySort(sortingColumn));
    return { keys: rows.map(keyV2), pagination: paged(total, page.limit) };
  },
});

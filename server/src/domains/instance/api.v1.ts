import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { State } from "#contract/zitadel/instance_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { notFound } from "#src/platform/failure/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import { addedV1, changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { distrustDomain, setDefaultLanguage, trustDomain } from "./commands.ts";
import { instanceOf } from "./queries.ts";
import { Instance, InstanceDomain, TrustedDomain } from "./state.ts";
import { domainV1 } from "./translate.v1.ts";

const alive = async () => ({});

export const adminPart = part(AdminService, {
  healthz: alive,
  async getMyInstance(_request, ctx) {
    const row = await ctx.config.row(Instance, ctx.instanceId);
    if (!row) throw notFound("INST-Gm1in", "Errors.Instance.NotFound");
    const domains = await ctx.config.rows(InstanceDomain, ctx.instanceId);
    return {
      instance: {
        id: ctx.instanceId,
        details: details(row),
        state: State.RUNNING,
        name: row.state.name,
        domains: domains.map((domain) => domainV1(domain, row.state.primaryDomain)),
      },
    };
  },
  async listInstanceDomains({ sortingColumn }, ctx) {
    const { primaryDomain } = await instanceOf(ctx);
    const rows = await ctx.config.rows(InstanceDomain, ctx.instanceId);
    return {
      details: listDetailsV1(rows.length, ctx.now),
      sortingColumn,
      result: rows.map((row) => domainV1(row, primaryDomain)),
    };
  },
  async listInstanceTrustedDomains({ sortingColumn }, ctx) {
    const rows = await ctx.config.rows(TrustedDomain, ctx.instanceId);
    return {
      details: listDetailsV1(rows.length, ctx.now),
      sortingColumn,
      result: rows.map((row) => ({ details: details(row), domain: row.state.domain })),
    };
  },
  async addInstanceTrustedDomain({ domain }, ctx) {
    return { details: addedV1(await trustDomain(ctx, domain)) };
  },
  async removeInstanceTrustedDomain({ domain }, ctx) {
    return { details: changedV1(await distrustDomain(ctx, domain)) };
  },
  async setDefaultLanguage({ language }, ctx) {
    return { details: changedV1(await setDefaultLanguage(ctx, language)) };
  },
  async getDefaultLanguage(_request, ctx) {
    return { language: (await instanceOf(ctx)).defaultLanguage };
  },
  async getSupportedLanguages() {
    return { languages: [...supportedLanguages] };
  },
});

export const managementPart = part(ManagementService, {
  healthz: alive,
  async getOIDCInformation(_request, { origin }) {
    return { issuer: origin, discoveryEndpoint: `${origin}/.well-known/openid-configuration` };
  },
  /** The global organization is an older name of the default one. */
  async getIAM(_request, ctx) {
    const { defaultOrgId, projectId } = await instanceOf(ctx);
    return { globalOrgId: defaultOrgId, defaultOrgId, iamProjectId: projectId };
  },
  async getSupportedLanguages() {
    return { languages: [...supportedLanguages] };
  },
});

export const authPart = part(AuthService, {
  healthz: alive,
  async getSupportedLanguages() {
    return { languages: [...supportedLanguages] };
  },
});

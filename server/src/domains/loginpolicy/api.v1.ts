import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { addPolicy, effective, type PolicyLevel, policyV1, writePolicy } from "#src/kits/settings/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { addFactor, removeFactor, startFactors } from "./factors.ts";
import { loginPolicy } from "./policy.ts";
import {
  givenV1,
  type LoginPolicyRequest,
  multiFactorsV1,
  secondFactorsV1,
  shownV1,
} from "./translate.v1.ts";

const policy = policyV1(loginPolicy, { orgs: Org, shown: shownV1, given: givenV1 });
const write = writePolicy(loginPolicy, Org);

/** There are no identity providers to name yet. */
const unknownIdp = () => notFound("LOGINPOL-Id1nf", "Errors.IDPConfig.NotExisting", { field: "idp_id" });

interface NewPolicy extends LoginPolicyRequest {
  readonly secondFactors: readonly number[];
  readonly multiFactors: readonly number[];
  readonly idps: readonly object[];
}

/** An organization's own policy, with the factors that it starts with, in one unit. */
async function addCustomLoginPolicy(request: NewPolicy, ctx: Ctx) {
  if (request.idps.length > 0) throw unknownIdp();
  const { value } = await effective(ctx, loginPolicy);
  const given = Object.entries(givenV1(request)).filter(([, one]) => one !== undefined);
  const values = loginPolicy.codec.withDefaults({ ...value, ...Object.fromEntries(given) });
  const factors = [
    ...startFactors("org", "secondFactors", request.secondFactors),
    ...startFactors("org", "multiFactors", request.multiFactors),
  ];
  const add = addPolicy(loginPolicy, "org", values);
  const target = { level: "org", id: ctx.orgId } as const;
  return { details: addedV1(await write(ctx, target, (before) => [...add(before), ...factors])) };
}

/** The lists of a policy; the instance's and an organization's differ in nothing but whose they are. */
function listsOf(level: PolicyLevel) {
  const inForce = async (ctx: Ctx) =>
    (await effective(ctx, loginPolicy, level === "org" ? ctx.orgId : "")).value;
  const target = (ctx: Ctx) => ({ level, id: level === "org" ? ctx.orgId : ctx.instanceId });
  const add = async (ctx: Ctx, decide: ReturnType<typeof addFactor>) => {
    const written = await write(ctx, target(ctx), decide);
    return { details: addedV1({ ...written, createdAt: written.changedAt }) };
  };
  const remove = async (ctx: Ctx, decide: ReturnType<typeof removeFactor>) => ({
    details: changedV1(await write(ctx, target(ctx), decide)),
  });
  return {
    async listLoginPolicySecondFactors(_request: object, ctx: Ctx) {
      const result = secondFactorsV1(await inForce(ctx));
      return { details: listDetailsV1(result.length, ctx.now), result };
    },
    addSecondFactorToLoginPolicy: ({ type }: { readonly type: number }, ctx: Ctx) =>
      add(ctx, addFactor(level, "secondFactors", type)),
    removeSecondFactorFromLoginPolicy: ({ type }: { readonly type: number }, ctx: Ctx) =>
      remove(ctx, removeFactor(level, "secondFactors", type)),
    async listLoginPolicyMultiFactors(_request: object, ctx: Ctx) {
      const result = multiFactorsV1(await inForce(ctx));
      return { details: listDetailsV1(result.length, ctx.now), result };
    },
    addMultiFactorToLoginPolicy: ({ type }: { readonly type: number }, ctx: Ctx) =>
      add(ctx, addFactor(level, "multiFactors", type)),
    removeMultiFactorFromLoginPolicy: ({ type }: { readonly type: number }, ctx: Ctx) =>
      remove(ctx, removeFactor(level, "multiFactors", type)),
    async listLoginPolicyIDPs(_request: object, ctx: Ctx) {
      return { details: listDetailsV1(0, ctx.now), result: [] };
    },
    addIDPToLoginPolicy: () => Promise.reject(unknownIdp()),
    removeIDPFromLoginPolicy: () => Promise.reject(unknownIdp()),
  };
}

export const adminPart = part(AdminService, {
  getLoginPolicy: policy.getDefault,
  updateLoginPolicy: policy.updateDefault,
  ...listsOf("instance"),
});

export const managementPart = part(ManagementService, {
  getLoginPolicy: policy.get,
  getDefaultLoginPolicy: policy.getDefault,
  addCustomLoginPolicy,
  updateCustomLoginPolicy: policy.update,
  resetLoginPolicyToDefault: policy.reset,
  ...listsOf("org"),
});

/** How the caller's own organization lets people log in. */
export const authPart = part(AuthService, { getMyLoginPolicy: policy.getMine });

/** Our own API for who has to find out why somebody cannot log in. */
import {
  LoginExplanationService,
  LoginOutcome,
  SettingOrigin,
} from "#contract/gatehouse/login/v1/login_explanation_pb.ts";
import { findByLoginName, type UserState, userById } from "#src/domains/user/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { type ExplainedStep, type Explanation, explain, type Origin } from "./house/explain.ts";

const outcomes = {
  steps: LoginOutcome.STEPS,
  done: LoginOutcome.DONE,
  refuse: LoginOutcome.REFUSED,
} as const satisfies Record<Explanation["outcome"], LoginOutcome>;

const origins = {
  built_in: SettingOrigin.BUILT_IN,
  instance: SettingOrigin.INSTANCE,
  organization: SettingOrigin.ORGANIZATION,
  project: SettingOrigin.PROJECT,
} as const satisfies Record<Origin, SettingOrigin>;

/**
 * Who may not see a user gets the same answer as for nobody.
 * @throws not_found for nobody, for several people, and for whom the caller may not see
 */
async function visibleUser(
  ctx: Ctx,
  { userId, loginName }: { readonly userId: string; readonly loginName: string },
): Promise<Row<UserState>> {
  const found = userId === "" ? await findByLoginName(ctx, loginName) : [await userById(ctx, userId)];
  const user = found.length > 1 ? undefined : found[0];
  await requirePermission(ctx, "user.read", { orgId: user?.owner ?? ctx.instanceId });
  if (user === undefined) throw notFound("LOGIN-xU5r1", "Errors.User.NotFound");
  return user;
}

const shownStep = (step: ExplainedStep) => ({
  kind: step.kind,
  mandatory: step.weight === "mandatory",
  blocksCustomLogins: step.blocksApi,
  id: step.id,
  factors: [...(step.factors ?? [])],
  alternatives: [...(step.alternatives ?? [])],
  cause: step.because,
  value: step.value ?? "",
  origin: step.origin === undefined ? SettingOrigin.UNSPECIFIED : origins[step.origin],
  originId: step.originId ?? "",
});

const given = (text: string): string | undefined => (text === "" ? undefined : text);

export const explanationPart = part(LoginExplanationService, {
  async explainLogin(request, ctx) {
    const user = await visibleUser(ctx, request);
    const { outcome, error, steps } = await explain(ctx, {
      user,
      clientId: given(request.clientId),
      sessionId: given(request.sessionId),
      authRequestId: given(request.authRequestId),
    });
    return {
      userId: user.aggregateId,
      organizationId: user.owner,
      outcome: outcomes[outcome],
      error: error ?? "",
      steps: steps.map(shownStep),
    };
  },
});

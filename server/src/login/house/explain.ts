/** Why a login takes what it takes: the flow's own decision, with the setting behind each step. */
import { type Client, clientById } from "#src/domains/app/index.ts";
import { authRequestById } from "#src/domains/authrequest/index.ts";
import { type LoginPolicy, loginPolicyInForce } from "#src/domains/loginpolicy/index.ts";
import { passwordAgeInForce } from "#src/domains/passwordage/index.ts";
import { type SessionState, sessionById } from "#src/domains/session/index.ts";
import type { UserState } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Cause, type Decision, isBlockingApi, nextStep, type Step } from "../flow/index.ts";
import { gatherFacts } from "./facts.ts";
import { projectChecks } from "./project.ts";
import { type OpenRequest, openRequest } from "./request.ts";

export interface Question {
  /** Whose login. */
  readonly user: Row<UserState>;
  /** As if this application asked; absent: a login that nobody asked for. */
  readonly clientId?: string | undefined;
  /** With what this session has proven; absent: a browser that has none. */
  readonly sessionId?: string | undefined;
  /** For this very request, in the place of an application. */
  readonly authRequestId?: string | undefined;
}

export type Origin = "built_in" | "instance" | "organization" | "project";

export interface ExplainedStep extends Step {
  /** A custom login cannot finish while the step is open. */
  readonly blocksApi: boolean;
  /** The setting's value, where a setting is the cause. */
  readonly value?: string;
  readonly origin?: Origin;
  /** Of the organization or the project that has the setting. */
  readonly originId?: string;
}

export interface Explanation {
  readonly outcome: Decision["outcome"];
  /** What the application would be told instead of a page. */
  readonly error?: string;
  readonly steps: readonly ExplainedStep[];
}

/** @throws not_found when the application, the session or the request is not there; nor is a session of somebody else */
export async function explain(ctx: Ctx, question: Question): Promise<Explanation> {
  const { user } = question;
  const [session, request, client] = await Promise.all([
    sessionOf(ctx, user.aggregateId, question.sessionId),
    requestOf(ctx, question.authRequestId),
    clientOf(ctx, question.clientId),
  ]);
  const facts = await gatherFacts(ctx, { request, session, user, browserSessions: [] });
  const asked = request?.client ?? client;
  const project = await projectChecks(ctx, asked, { id: user.aggregateId, orgId: user.owner });
  const decision = nextStep({ ...facts, project, surface: "hosted", now: ctx.now });
  const explained = (step: Step) => explainStep(ctx, step, user.owner, asked);
  return {
    outcome: decision.outcome,
    ...(decision.outcome === "refuse" ? { error: decision.error } : {}),
    steps: await Promise.all(stepsOf(decision).map(explained)),
  };
}

function stepsOf(decision: Decision): readonly Step[] {
  switch (decision.outcome) {
    case "steps":
      return decision.steps;
    case "done":
      return decision.offered;
    case "refuse":
      return [decision.step];
  }
}

/** Who may see the one user may not see whether another has that session. */
async function sessionOf(
  ctx: Ctx,
  userId: string,
  id: string | undefined,
): Promise<Row<SessionState> | undefined> {
  if (id === undefined) return undefined;
  const session = await sessionById(ctx, id);
  if (session?.state.factors.user?.id !== userId) throw notFound("LOGIN-xS4n7", "Errors.Session.NotExisting");
  return session;
}

async function requestOf(ctx: Ctx, id: string | undefined): Promise<OpenRequest | undefined> {
  if (id === undefined) return undefined;
  const row = await authRequestById(ctx, id);
  const request = row && (await openRequest(ctx, row));
  if (request === undefined) throw notFound("LOGIN-xR2q8", "Errors.AuthRequest.NotExisting");
  return request;
}

async function clientOf(ctx: Ctx, id: string | undefined): Promise<Client | undefined> {
  if (id === undefined) return undefined;
  const client = await clientById(ctx, id);
  if (client === undefined) throw notFound("LOGIN-xC6t3", "Errors.Project.App.NotExisting");
  return client;
}

type LoginPolicyFields = keyof LoginPolicy;

/** The settings that cause steps, by their fields. */
const loginSettings: Readonly<Partial<Record<Cause, LoginPolicyFields>>> = {
  "login_policy.allow_username_password": "allowUsernamePassword",
  "login_policy.force_mfa": "forceMfa",
  "login_policy.force_mfa_local_only": "forceMfaLocalOnly",
  "login_policy.second_factors": "secondFactors",
  "login_policy.password_check_lifetime": "passwordCheckLifetimeSeconds",
  "login_policy.external_login_check_lifetime": "externalLoginCheckLifetimeSeconds",
  "login_policy.second_factor_check_lifetime": "secondFactorCheckLifetimeSeconds",
  "login_policy.multi_factor_check_lifetime": "multiFactorCheckLifetimeSeconds",
  "login_policy.mfa_init_skip_lifetime": "mfaInitSkipLifetimeSeconds",
};

async function explainStep(
  ctx: Ctx,
  step: Step,
  orgId: string,
  client: Client | undefined,
): Promise<ExplainedStep> {
  const plain = { ...step, blocksApi: isBlockingApi(step.kind) };
  const field = loginSettings[step.because];
  if (field !== undefined) {
    const policy = await loginPolicyInForce(ctx, orgId);
    return { ...plain, value: shown(field, policy.value[field]), ...originOf(policy, orgId) };
  }
  if (step.because === "password_age_policy.max_age_days") {
    const policy = await passwordAgeInForce(ctx, orgId);
    return { ...plain, value: `${policy.value.maxAgeDays} days`, ...originOf(policy, orgId) };
  }
  return client !== undefined && step.because.startsWith("project.")
    ? { ...plain, value: "true", origin: "project", originId: client.projectId }
    : plain;
}

function shown(field: LoginPolicyFields, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  return field.endsWith("Seconds") ? `${value}s` : `${value}`;
}

function originOf(
  { isDefault, row }: { readonly isDefault: boolean; readonly row: object | undefined },
  orgId: string,
): { readonly origin: Origin; readonly originId?: string } {
  if (!isDefault) return { origin: "organization", originId: orgId };
  return { origin: row === undefined ? "built_in" : "instance" };
}

import { App, addApiApp, addOidcApp } from "#src/domains/app/index.ts";
import { startingSmtp } from "#src/domains/emailprovider/index.ts";
import { featuresRef, startFeatures } from "#src/domains/feature/index.ts";
import {
  Instance,
  InstanceDomain,
  normalHost,
  restrict,
  restrictionsRef,
} from "#src/domains/instance/index.ts";
import { limitsRef, setLimits } from "#src/domains/limits/index.ts";
import { newOrg, Org } from "#src/domains/org/index.ts";
import { addProject, Project } from "#src/domains/project/index.ts";
import { quotaRef, setQuota } from "#src/domains/quota/index.ts";
import { prepareHuman, prepareMachineKey, preparePat, User } from "#src/domains/user/index.ts";
import { type KeyShape, takeWebKeys, type WebKeyEvent } from "#src/domains/webkey/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import { type AnyRef, type Draft, fresh, type Job, ownedBy } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { CreatedAccount, CreatedInstance, NewInstance, NewServiceAccount } from "./input.ts";
import { type Piece, startingPolicies } from "./policies.ts";

/** The APIs of the product, as applications of its own project. */
const apiNames = ["Management-API", "Admin-API", "Auth-API"] as const;

/** Leaves room in a label of 63 characters (RFC 1035) for what makes it unique. */
const maxNameLength = 50;

/** A host below the deployment's, named after the instance. Exported for its test alone. */
export function generatedDomain(ctx: Pick<Ctx, "secrets">, name: string, domain: string): string {
  const label =
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replace(/^-/, "")
      .slice(0, maxNameLength)
      .replace(/-$/, "") || "instance";
  const random = ctx.secrets.code({ length: 6, lower: true, upper: false, digits: true, symbols: false });
  return `${label}-${random}.${domain}`;
}

/**
 * Creates an instance with all that makes it work, in one transaction: its domains and settings, signing keys, the
 * first organization, the project that stands for the product with its applications, and the first managers.
 * @param ctx of the instance to be, whose id it carries
 */
export async function createInstance(ctx: Ctx, input: NewInstance): Promise<CreatedInstance> {
  const { instanceId } = ctx;
  const home = homeOf(ctx, input);
  const accounts = await accountsOf(ctx, home, input);
  const { human, machine, loginClient } = accounts;
  const pieces: readonly Piece[] = [
    ...instanceItself(ctx, home, input),
    ...(await signingKeys(ctx, input.settings?.webKey)),
    ...home.pieces,
    ...(human ? [human.piece] : []),
    ...(machine?.pieces ?? []),
    ...(loginClient?.pieces ?? []),
    ...productProject(ctx, home, input),
    ...managers(instanceId, home, accounts),
  ];
  const [instance] = await ctx.store.execute(
    ctx,
    pieces.map(({ ref }) => ref),
    () => pieces.map(({ events }) => events),
    { jobs: () => [...(human?.jobs ?? []), ...(input.refillsPool ? [refill(ctx)] : [])] },
  );
  return {
    instanceId,
    sequence: instance?.sequence ?? 0,
    createdAt: instance?.createdAt ?? ctx.now,
    orgId: home.orgId,
    projectId: home.projectId,
    consoleClientId: home.console.clientId,
    admin: human && { userId: human.userId, loginName: human.loginName },
    machine: machine?.account,
    loginClient: loginClient?.account,
  };
}

type Home = ReturnType<typeof homeOf>;

/** The first organization, and the ids of what will be in it. */
function homeOf(ctx: Ctx, { orgName }: NewInstance) {
  const orgId = ctx.newId();
  const org = newOrg(ctx, orgName, fresh(Org, orgId));
  const [orgEvents, domainEvents] = org.decide(undefined);
  const pieces: readonly Piece[] = [
    { ref: org.refs[0], events: orgEvents },
    { ref: org.refs[1], events: domainEvents },
  ];
  return {
    orgId,
    orgDomain: org.refs[1].aggregateId === orgId ? org.refs[1].entityId : "",
    projectId: ctx.newId(),
    console: { appId: ctx.newId(), clientId: ctx.newId() },
    pieces,
  };
}

/** What the instance is, its hosts and its settings. */
function instanceItself(ctx: Ctx, { orgId, projectId, console }: Home, input: NewInstance): readonly Piece[] {
  const { instanceId } = ctx;
  const hosts = hostsOf(ctx, input);
  return [
    {
      ref: fresh(Instance, instanceId),
      events: [
        { type: "instance.added", payload: { name: input.name } },
        { type: "instance.default.language.set", payload: { language: input.defaultLanguage } },
        { type: "instance.default.org.set", payload: { orgId } },
        { type: "instance.iam.project.set", payload: { iamProjectId: projectId } },
        { type: "instance.iam.console.set", payload: console },
        { type: "instance.domain.primary.set", payload: { domain: hosts.primary } },
      ],
    },
    ...hosts.pieces,
    ...startingPolicies(instanceId, input.settings),
    ...startingRules(instanceId, input),
    ...(input.smtp === undefined ? [] : [startingSmtp(ctx, input.smtp)]),
  ];
}

type Accounts = Awaited<ReturnType<typeof accountsOf>>;

/** Those that were asked for. */
async function accountsOf(ctx: Ctx, { orgId, orgDomain }: Home, input: NewInstance) {
  return {
    machine: input.machine && (await serviceAccount(ctx, orgId, input.machine)),
    loginClient: input.loginClient && (await serviceAccount(ctx, orgId, input.loginClient)),
    human: input.human && (await admin(ctx, orgId, orgDomain, input.human)),
  };
}

/** The person and the service user manage everything; the login client does what login pages do. */
function managers(
  instanceId: string,
  { orgId, projectId }: Home,
  { human, machine, loginClient }: Accounts,
): readonly Piece[] {
  const userIds = [human?.userId, machine?.account.userId].filter((userId) => userId !== undefined);
  const instance = { kind: "instance", id: instanceId } as const;
  return [
    ...userIds.flatMap((userId) => [
      member(instance, userId, "IAM_OWNER"),
      member({ kind: "org", id: orgId }, userId, "ORG_OWNER"),
    ]),
    ...userIds
      .slice(0, 1)
      .map((userId) => member({ kind: "project", id: projectId }, userId, "PROJECT_OWNER")),
    ...(loginClient ? [member(instance, loginClient.account.userId, "IAM_LOGIN_CLIENT")] : []),
  ];
}

/** Every instance has a generated host, which it keeps; one of its own is the primary one from the start. */
function hostsOf(ctx: Ctx, { name, domain, origin, externalDomain }: NewInstance) {
  const own = domain === undefined ? undefined : normalHost(domain);
  const generated = generatedDomain(ctx, name, externalDomain ?? new URL(origin).hostname);
  const added = (of: string): Piece => ({
    ref: fresh(InstanceDomain, ctx.instanceId, of),
    events: [{ type: "instance.domain.added", payload: { domain: of, generated: of === generated } }],
  });
  return {
    primary: own ?? generated,
    pieces: own === undefined ? [added(generated)] : [added(generated), added(own)],
  };
}

/** Making keys takes a core, which the next instances of a burst need more than the stock does. */
const refillAfterMs = 5_000;

const refill = ({ now }: Ctx): Job => ({
  task: "webkey.refill",
  payload: {},
  runAt: new Date(now.getTime() + refillAfterMs),
});

/** The features of the instance, and what the operator holds it to from the start. */
function startingRules(
  instanceId: string,
  { defaultLanguage, features, restrictions, limits, quotas = [] }: NewInstance,
): readonly Piece[] {
  return [
    { ref: featuresRef(instanceId), events: startFeatures(features) },
    ...(restrictions === undefined
      ? []
      : [
          {
            ref: restrictionsRef(instanceId),
            events: restrict(restrictions)({ defaultLanguage }, undefined),
          },
        ]),
    ...(limits === undefined ? [] : [{ ref: limitsRef(instanceId), events: setLimits(limits)(undefined) }]),
    ...quotas.map((terms) => ({ ref: quotaRef(terms.unit), events: setQuota(terms)() })),
  ];
}

/** Two keys, the first of which signs; the other is ready for the first rotation. */
async function signingKeys(ctx: Ctx, shape?: KeyShape): Promise<readonly Piece[]> {
  const keys = await takeWebKeys(ctx, 2, shape);
  const activated: WebKeyEvent = { type: "web_key.activated", payload: null };
  return keys.map(({ ref, added }, n) => ({ ref, events: n === 0 ? [added, activated] : [added] }));
}

async function admin(ctx: Ctx, orgId: string, orgDomain: string, input: NonNullable<NewInstance["human"]>) {
  const loginName = input.userName.includes("@") ? input.userName : `${input.userName}@${orgDomain}`;
  const human = await prepareHuman(ctx, {
    orgId,
    userName: loginName,
    firstName: input.firstName,
    lastName: input.lastName,
    nickName: input.nickName,
    displayName: input.displayName,
    preferredLanguage: input.preferredLanguage,
    email: input.email ?? loginName,
    emailVerification: input.emailVerified ? { kind: "verified" } : { kind: "send" },
    phone: input.phone,
    phoneVerification: input.phoneVerified ? { kind: "verified" } : { kind: "send" },
    password: input.password === undefined ? undefined : { plain: input.password },
    passwordChangeRequired: input.passwordChangeRequired,
  });
  const home = { name: orgId, active: true, primaryDomain: orgDomain };
  return {
    userId: human.userId,
    loginName,
    piece: { ref: human.ref, events: human.decide(home, undefined) },
    jobs: human.jobs,
  };
}

/** The account with its credentials, so that there is none that nobody can log in to. */
async function serviceAccount(ctx: Ctx, orgId: string, wanted: NewServiceAccount) {
  const { userName, name } = wanted;
  const userId = ctx.newId();
  const pat = wanted.pat && preparePat(ctx, userId, wanted.pat.expirationDate);
  const key =
    wanted.key && (await prepareMachineKey(ctx, userId, wanted.key.expirationDate, new Uint8Array()));
  const pieces: readonly Piece[] = [
    {
      ref: ownedBy(orgId, fresh(User, userId)),
      events: [{ type: "user.machine.added", payload: { userName, name } }],
    },
    ...(pat ? [pat] : []),
    ...(key ? [key] : []),
  ];
  const account: CreatedAccount = { userId, token: pat?.token, keyFile: key?.file };
  return { pieces, account };
}

function member(owner: MemberOwner, userId: string, role: string): Piece {
  return { ref: memberRef(owner, userId), events: addMember(owner, userId, [role])(undefined) };
}

/** The project that stands for the product, with its APIs and the console. */
function productProject(
  ctx: Ctx,
  { orgId, orgDomain, projectId, console }: Home,
  { orgName, origin }: NewInstance,
): readonly Piece[] {
  const home = { name: orgName, active: true, primaryDomain: orgDomain };
  return [
    { ref: ownedBy(orgId, fresh(Project, projectId)), events: addProject("ZITADEL", {})(home, undefined) },
    ...applications(ctx, projectId, console, origin),
  ];
}

function applications(
  ctx: Ctx,
  projectId: string,
  console: { readonly appId: string; readonly clientId: string },
  origin: string,
): readonly Piece[] {
  const project = {
    name: "ZITADEL",
    active: true,
    projectRoleAssertion: false,
    projectRoleCheck: false,
    hasProjectCheck: false,
    privateLabelingSetting: 0 as const,
  };
  const piece = (appId: string, events: readonly Draft[]): Piece => ({
    ref: fresh(App, projectId, appId) as AnyRef,
    events,
  });
  const apis = apiNames.map((name) => {
    const appId = ctx.newId();
    return piece(appId, addApiApp({ appId, name, clientId: ctx.newId() }, 1)(project, undefined));
  });
  const consoleApp = addOidcApp(
    { ...console, name: "Console" },
    {
      redirectUris: [`${origin}/ui/console/auth/callback`],
      postLogoutRedirectUris: [`${origin}/ui/console/signedout`],
      responseTypes: [0],
      grantTypes: [0],
      applicationType: 1,
      authMethodType: 2,
      devMode: origin.startsWith("http:"),
    },
  )(project, undefined);
  return [...apis, piece(console.appId, consoleApp)];
}

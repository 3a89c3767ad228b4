import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { Instance } from "#src/domains/instance/index.ts";
import { Org } from "#src/domains/org/index.ts";
import {
  nameInScope,
  rescopeName,
  type UserState,
  userRef,
  usersOutOfScope,
} from "#src/domains/user/index.ts";
import {
  type PolicyTarget,
  policyAfter,
  policyRef,
  unknownOrg,
  type WritePolicy,
} from "#src/kits/settings/index.ts";
import {
  type AnyRef,
  type Draft,
  type Job,
  type Ref,
  type Row,
  ref,
  type Written,
} from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { livingWithDomain, namesUnder } from "./reach.ts";

type State = typeof domainPolicy.defaults;
type Decide = (state: State | undefined) => readonly Draft[];

/** So many users are renamed in the unit that changes the policy; more are renamed by a job. */
const renamedAtOnce = 100;

/** By then no request is under way that has read the policy before: whoever it left behind is renamed as well. */
export const stragglersAfterMs = 60_000;

/**
 * Writes the domain policy and brings user names into the scope it asks for: with `userLoginMustBeDomain` they are
 * unique in their organization, without in the instance. Few users are renamed in the same unit, many by a job; until
 * it is done, they log in by the names before and after.
 */
export const writeDomainPolicy: WritePolicy<State> = async (ctx, target, decide) => {
  const scoped = scopeAfter(target);
  const [before, ofInstance] = await Promise.all([
    storedPolicy(ctx, target),
    storedPolicy(ctx, { level: "instance", id: ctx.instanceId }),
  ]);
  const wanted = scoped(before, decide(before), ofInstance);
  const unit = { target, decide, scoped };
  if (wanted === scoped(before, [], ofInstance))
    return commit(ctx, { ...unit, users: [], isRestLeft: false });
  const under = await namesUnder(ctx, target);
  const found = await usersOutOfScope(ctx, wanted, under, { limit: renamedAtOnce + 1 });
  const few = found.length > renamedAtOnce ? [] : await livingWithDomain(ctx, found);
  try {
    return await commit(ctx, { ...unit, users: few, isRestLeft: few.length < found.length });
  } catch (error) {
    // A name is taken in the other scope. The job takes users one by one and finds another name.
    if (!(error instanceof Failure && error.kind === "already_exists")) throw error;
    return commit(ctx, { ...unit, users: [], isRestLeft: true });
  }
};

async function storedPolicy(ctx: Ctx, { level, id }: PolicyTarget): Promise<State | undefined> {
  const { entity, aggregateId, entityId } = policyRef(domainPolicy, level, id);
  return (await ctx.config.row(entity, aggregateId, entityId))?.state;
}

/** Whether names are scoped once these facts are there; an organization without a policy does as the instance. */
const scopeAfter =
  ({ level }: PolicyTarget) =>
  (state: State | undefined, facts: readonly Draft[], ofInstance: State | undefined): boolean =>
    (policyAfter(domainPolicy, level, state, facts) ?? ofInstance ?? domainPolicy.defaults)
      .userLoginMustBeDomain;

interface Unit {
  readonly target: PolicyTarget;
  readonly decide: Decide;
  readonly scoped: ReturnType<typeof scopeAfter>;
  readonly users: readonly { readonly user: Row<UserState>; readonly primaryDomain: string }[];
  readonly isRestLeft: boolean;
}

async function commit(
  ctx: Ctx,
  { target, decide, scoped, users, isRestLeft }: Unit,
): Promise<Written<State>> {
  const around = refsAround(ctx, target);
  const refs: readonly [Ref<State, Draft>, ...AnyRef[]] = [
    policyRef(domainPolicy, target.level, target.id),
    ...around,
    ...users.map(({ user }) => userRef(user.aggregateId)),
  ];
  /* States come in the order of the refs, so these are what the refs above say they are. */
  const partsOf = ([policy, home, ...others]: readonly (object | undefined)[]) => ({
    home,
    ofInstance: (target.level === "org" ? others[0] : policy) as State | undefined,
    people: others.slice(around.length - 1) as readonly (UserState | undefined)[],
  });
  const [written] = await ctx.store.execute(
    ctx,
    refs,
    (states) => {
      const [policy] = states;
      const { home, ofInstance, people } = partsOf(states);
      if (home === undefined) throw unknownOrg();
      const facts = decide(policy);
      const wanted = scoped(policy, facts, ofInstance);
      const renamed = people.map((person, n) =>
        rescopeName(wanted, (name) => nameInScope(name, wanted, users[n]?.primaryDomain ?? ""))(person),
      );
      return [facts, ...around.map(() => []), ...renamed];
    },
    {
      jobs: (before, after) => {
        const was = scoped(before[0], [], partsOf(before).ofInstance);
        const is = scoped(after[0], [], partsOf(after).ofInstance);
        return settling(ctx, target, { isRestLeft, isChanged: was !== is });
      },
    },
  );
  return written;
}

function settling(
  { now }: Ctx,
  { level, id }: PolicyTarget,
  { isRestLeft, isChanged }: { readonly isRestLeft: boolean; readonly isChanged: boolean },
): readonly Job[] {
  const job = { task: "loginname.settle", payload: { orgId: level === "org" ? id : "" } };
  const later = { ...job, runAt: new Date(now.getTime() + stragglersAfterMs) };
  return [...(isRestLeft ? [job] : []), ...(isChanged ? [later] : [])];
}

/** Whose policy it is, and what counts for an organization without one: neither must change meanwhile. */
const refsAround = (ctx: Ctx, { level, id }: PolicyTarget): readonly AnyRef[] =>
  level === "instance"
    ? [ref(Instance, id)]
    : [ref(Org, id), policyRef(domainPolicy, "instance", ctx.instanceId)];

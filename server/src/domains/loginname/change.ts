import { domainPolicy, effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
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
  const instancePolicy = (await effectiveDomainPolicy(ctx, "")).userLoginMustBeDomain;
  const scoped = scopeAfter(target, instancePolicy);
  const { entity, aggregateId, entityId } = policyRef(domainPolicy, target.level, target.id);
  const before = (await ctx.config.row(entity, aggregateId, entityId))?.state;
  const wanted = scoped(before, decide(before));
  const found = await usersOutOfScope(ctx, wanted, await namesUnder(ctx, target), {
    limit: renamedAtOnce + 1,
  });
  const few = found.length > renamedAtOnce ? [] : await livingWithDomain(ctx, found);
  const unit = { target, decide, scoped };
  try {
    return await commit(ctx, { ...unit, users: few, isRestLeft: few.length < found.length });
  } catch (error) {
    // A name is taken in the other scope. The job takes users one by one and finds another name.
    if (!(error instanceof Failure && error.id === "V2-usrnm")) throw error;
    return commit(ctx, { ...unit, users: [], isRestLeft: true });
  }
};

/** Whether names are scoped once these facts are there; without a policy of its own as the instance says. */
const scopeAfter =
  ({ level }: PolicyTarget, instancePolicy: boolean) =>
  (state: State | undefined, facts: readonly Draft[]): boolean =>
    policyAfter(domainPolicy, level, state, facts)?.userLoginMustBeDomain ?? instancePolicy;

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
  const home: AnyRef = target.level === "org" ? ref(Org, target.id) : ref(Instance, target.id);
  const refs = [
    policyRef(domainPolicy, target.level, target.id),
    home,
    ...users.map(({ user }) => userRef(user.aggregateId)),
  ] as const;
  const job = { task: "loginname.settle", payload: { orgId: target.level === "org" ? target.id : "" } };
  const [written] = await ctx.store.execute(
    ctx,
    refs,
    ([policy, owner, ...states]) => {
      if (owner === undefined) throw unknownOrg();
      const facts = decide(policy);
      const wanted = scoped(policy, facts);
      const renamed = states.map((state, n) =>
        rescopeName(wanted, (name) => nameInScope(name, wanted, users[n]?.primaryDomain ?? ""))(state),
      );
      return [facts, [], ...renamed];
    },
    {
      jobs: ([before], [after]): readonly Job[] => [
        ...(isRestLeft ? [job] : []),
        ...(scoped(before, []) === scoped(after, [])
          ? []
          : [{ ...job, runAt: new Date(ctx.now.getTime() + stragglersAfterMs) }]),
      ],
    },
  );
  return written;
}

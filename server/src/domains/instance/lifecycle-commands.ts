import { ref, type Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { normalHost } from "./host-name.ts";
import {
  addHost,
  removeHost,
  removeInstance,
  renameInstanceTo,
  setPrimaryHost,
} from "./lifecycle-decisions.ts";
import { Instance, InstanceDomain, type InstanceDomainState, type InstanceState } from "./state.ts";

/** Whoever wrote a moment before the removal is tidied up after by a second round, so many milliseconds later. */
const secondRoundMs = 3_600_000;

/* All commands concern the instance of the context: `inInstance` says which. */

export async function renameInstance(
  ctx: Ctx,
  name: string,
  options: { readonly refuseUnchanged?: boolean } = {},
): Promise<Written<InstanceState>> {
  const [instance] = await ctx.store.execute(ctx, [ref(Instance, ctx.instanceId)], ([before]) => [
    renameInstanceTo(name, options)(before),
  ]);
  return instance;
}

/** From the answer on no host leads to it and its hosts are free; jobs tidy up what it held. */
export async function endInstance(ctx: Ctx): Promise<Written<InstanceState>> {
  const [instance] = await ctx.store.execute(
    ctx,
    [ref(Instance, ctx.instanceId)],
    ([before]) => [removeInstance(before)],
    {
      jobs: () => [
        { task: "instance.cleanup", payload: {} },
        {
          task: "instance.cleanup",
          payload: {},
          runAt: new Date(ctx.now.getTime() + secondRoundMs),
        },
      ],
    },
  );
  return instance;
}

/** @throws already_exists when any instance has the domain */
export async function addInstanceHost(ctx: Ctx, input: string): Promise<Written<InstanceDomainState>> {
  const domain = normalHost(input);
  const refs = [ref(Instance, ctx.instanceId), ref(InstanceDomain, ctx.instanceId, domain)] as const;
  const [, host] = await ctx.store.execute(ctx, refs, ([instance, before]) => [
    [],
    addHost(domain)(instance, before),
  ]);
  return host;
}

export async function removeInstanceHost(ctx: Ctx, input: string): Promise<Written<InstanceDomainState>> {
  const domain = normalHost(input);
  const hosts = await ctx.config.rows(InstanceDomain, ctx.instanceId);
  const generated = hosts.find(({ state }) => state.generated)?.entityId;
  const refs = [ref(Instance, ctx.instanceId), ref(InstanceDomain, ctx.instanceId, domain)] as const;
  const [, host] = await ctx.store.execute(ctx, refs, ([instance, before]) =>
    removeHost(domain, generated)(instance, before),
  );
  return host;
}

/** The host that links and messages name. */
export async function setPrimaryInstanceHost(ctx: Ctx, input: string): Promise<Written<InstanceState>> {
  const domain = normalHost(input);
  const refs = [ref(Instance, ctx.instanceId), ref(InstanceDomain, ctx.instanceId, domain)] as const;
  const [instance] = await ctx.store.execute(ctx, refs, ([before, host]) => [
    setPrimaryHost(domain)(before, host),
    [],
  ]);
  return instance;
}

import {
  type Draft,
  type Entity,
  type Ref,
  type Row,
  ref,
  type Written,
} from "#src/platform/eventstore/index.ts";
import { notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { inTurn, type Switched } from "./order.ts";

/** How a kind of provider says what happens to one of them. */
export interface SwitchFacts<S extends Switched & object, E extends Draft> {
  readonly entity: Entity<S, E>;
  readonly activated: (id: string) => E;
  readonly deactivated: (id: string) => E;
  readonly removed: (id: string) => E;
  /** Ids of refusals: prefix of the slice, and the beginning of the keys of their texts. */
  readonly prefix: string;
  readonly key: string;
  /** What messages go through it. */
  readonly channel: "email" | "sms";
}

type ProviderCtx = Pick<Ctx, "config" | "instanceId">;

/** Switching providers of a kind on and off: several may be there, and one of them is active at a time. */
export function providerSwitch<S extends Switched & object, E extends Draft>(facts: SwitchFacts<S, E>) {
  const { entity, prefix, key } = facts;

  /** All of the instance. */
  const all = (ctx: ProviderCtx): Promise<readonly Row<S>[]> => ctx.config.rows(entity, ctx.instanceId);

  async function require(ctx: ProviderCtx, id: string): Promise<Row<S>> {
    const row = (await all(ctx)).find(({ entityId }) => entityId === id);
    if (row === undefined) throw notFound(`${prefix}-Pr1nf`, `${key}.NotFound`);
    return row;
  }

  const refOf = (ctx: Ctx, id: string): Ref<S, E> => ref(entity, ctx.instanceId, id);

  /** The rows of all of them, `id` first, and which of them are in use, the active one first. */
  async function together(ctx: Ctx, id: string) {
    const others = (await all(ctx)).map(({ entityId }) => entityId).filter((each) => each !== id);
    const ids = [id, ...others];
    const inUse = (states: readonly (S | undefined)[]): readonly string[] => {
      const there = states.flatMap((state, n) => (state ? [{ entityId: ids[n] ?? "", state }] : []));
      return inTurn(there).map(({ entityId }) => entityId);
    };
    return { ids, refs: ids.map((each) => refOf(ctx, each)), inUse };
  }

  /** The one that sends from now on. What was active stands by. Messages that waited for a provider go out. */
  async function activate(ctx: Ctx, id: string): Promise<Written<S>> {
    await require(ctx, id);
    const { ids, refs, inUse } = await together(ctx, id);
    const jobs = () => [{ task: "message.waiting", payload: { channel: facts.channel } }];
    const decide = (states: readonly (S | undefined)[]) => {
      if (states[0] === undefined) throw notFound(`${prefix}-Pr2nf`, `${key}.NotFound`);
      if (inUse(states)[0] === id) throw precondition(`${prefix}-Pr2ac`, `${key}.AlreadyActive`);
      return ids.map((each) => (each === id ? [facts.activated(id)] : []));
    };
    return first(await ctx.store.execute(ctx, refs, decide, { jobs }));
  }

  /**
   * Takes one out. With the active one all that stand by are taken out too: what nobody switched on does not send.
   * @throws failed_precondition for one that neither sends nor stands by
   */
  async function deactivate(ctx: Ctx, id: string): Promise<Written<S>> {
    const row = await require(ctx, id);
    if (row.state.activatedAt === undefined)
      throw precondition(`${prefix}-Pr3de`, `${key}.AlreadyDeactivated`);
    return end(ctx, id, (each) => facts.deactivated(each));
  }

  /** Removes one; where it was active, as `deactivate`. */
  async function remove(ctx: Ctx, id: string): Promise<Written<S>> {
    await require(ctx, id);
    return end(ctx, id, (each) => (each === id ? facts.removed(each) : facts.deactivated(each)));
  }

  /** Which of them is active is decided in the unit: another one may be activated at the same moment. */
  async function end(ctx: Ctx, id: string, fact: (id: string) => E): Promise<Written<S>> {
    const { ids, refs, inUse } = await together(ctx, id);
    const written = await ctx.store.execute(ctx, refs, (states) => {
      const [active, ...waiting] = inUse(states);
      const ending = new Set([id, ...(active === id ? waiting : [])]);
      return ids.map((each, n) => (states[n] !== undefined && ending.has(each) ? [fact(each)] : []));
    });
    return first(written);
  }

  function first(written: readonly unknown[]): Written<S> {
    const [row] = written;
    if (row === undefined) throw notFound(`${prefix}-Pr4nf`, `${key}.NotFound`);
    // The row is one of this entity's.
    return row as Written<S>;
  }

  return { all, require, activate, deactivate, remove, refOf };
}

import type { Row } from "#src/platform/eventstore/index.ts";

/** Of a provider's state: when it was made the one that sends; not set where it was never, or was taken out. */
export interface Switched {
  /** RFC 3339 */
  readonly activatedAt?: string;
}

/**
 * The providers that send, in the order in which they are tried: the active one, then those that another displaced,
 * the latest first.
 */
export const inTurn = <S extends Switched>(rows: readonly Row<S>[]): readonly Row<S>[] =>
  rows.filter(({ state }) => state.activatedAt !== undefined).sort(latestFirst);

/** Two of one moment are told apart by their ids, so that every process has the same order. */
const latestFirst = (a: Row<Switched>, b: Row<Switched>): number =>
  compare(b.state.activatedAt ?? "", a.state.activatedAt ?? "") || compare(b.entityId, a.entityId);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The one that the contract calls active: what was activated last, unless it was taken out since. */
export const activeOf = <S extends Switched>(rows: readonly Row<S>[]): Row<S> | undefined => inTurn(rows)[0];

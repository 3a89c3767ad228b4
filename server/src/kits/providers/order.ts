/** Of a provider's state: when it was made the one that sends; not set where it was never, or was taken out. */
export interface Switched {
  /** RFC 3339 */
  readonly activatedAt?: string;
}

/** A provider's row, as far as its turn goes. */
interface Provider {
  readonly entityId: string;
  readonly state: Switched;
}

/**
 * The providers that send, in the order in which they are tried: the active one, then those that another displaced,
 * the latest first.
 */
export const inTurn = <R extends Provider>(rows: readonly R[]): readonly R[] =>
  rows.filter(({ state }) => state.activatedAt !== undefined).sort(latestFirst);

/** Two of one moment are told apart by their ids, so that every process has the same order. */
const latestFirst = (a: Provider, b: Provider): number =>
  compare(b.state.activatedAt ?? "", a.state.activatedAt ?? "") || compare(b.entityId, a.entityId);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The one that the contract calls active: what was activated last, unless it was taken out since. */
export const activeOf = <R extends Provider>(rows: readonly R[]): R | undefined => inTurn(rows)[0];

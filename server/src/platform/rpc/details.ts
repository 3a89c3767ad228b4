import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { Written } from "#src/platform/eventstore/index.ts";

type Placed = Pick<Written<unknown>, "sequence" | "createdAt" | "changedAt" | "owner">;

/** Milliseconds are kept; the contract's timestamps are UTC. */
export const timestamp = (date: Date): Timestamp => timestampFromDate(date);

/** v1 answers to *add*: the creation date alone. */
export const addedV1 = (row: Placed) => ({
  sequence: BigInt(row.sequence),
  creationDate: timestamp(row.createdAt),
  resourceOwner: row.owner,
});

/** v1 answers to *change* and *remove*: the change date alone. */
export const changedV1 = (row: Placed) => ({
  sequence: BigInt(row.sequence),
  changeDate: timestamp(row.changedAt),
  resourceOwner: row.owner,
});

/** Details of a resource that is shown, in every generation; also v2's answers to changes. */
export const details = (row: Placed) => ({
  sequence: BigInt(row.sequence),
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  resourceOwner: row.owner,
});

/** v1 and v2 list details. Nothing lags, so the view is as old as the answer. */
export const listDetailsV1 = (total: number, now: Date) => ({
  totalResult: BigInt(total),
  viewTimestamp: timestamp(now),
});

export const listDetails = (total: number, now: Date) => ({
  totalResult: BigInt(total),
  timestamp: timestamp(now),
});

import type { Entity } from "#src/platform/eventstore/index.ts";
import type { MachineKeyEvent, PatEvent } from "./events.ts";

export interface PatState {
  /** RFC 3339 */
  readonly expiration: string;
  readonly scopes: readonly string[];
}

/** A personal access token; its entity id is the token's id. */
export const Pat: Entity<PatState, PatEvent> = {
  table: "user_pats",
  aggregate: "user",
  types: ["user.pat.added", "user.pat.removed"],
  version: 1,
  rowOf: (event) => event.payload.tokenId,
  evolve: (_pat, event) =>
    event.type === "user.pat.added"
      ? { expiration: event.payload.expiration, scopes: event.payload.scopes }
      : undefined,
  columns: { expiration: { type: "timestamptz", of: (pat) => pat.expiration } },
  indexes: ["entity_id", "created_at"],
};

export interface MachineKeyState {
  readonly type: 1;
  /** RFC 3339 */
  readonly expiration: string;
  /** PEM (SPKI), base64 */
  readonly publicKey: string;
}

/** The public half of a service user's key pair; its entity id is the key's id (`kid`). */
export const MachineKey: Entity<MachineKeyState, MachineKeyEvent> = {
  table: "user_machine_keys",
  aggregate: "user",
  types: ["user.machine.key.added", "user.machine.key.removed"],
  version: 1,
  rowOf: (event) => event.payload.keyId,
  evolve: (_key, event) =>
    event.type === "user.machine.key.added"
      ? {
          type: event.payload.type,
          expiration: event.payload.expirationDate,
          publicKey: event.payload.publicKey,
        }
      : undefined,
  columns: { expiration: { type: "timestamptz", of: (key) => key.expiration } },
  indexes: ["entity_id", "created_at"],
};

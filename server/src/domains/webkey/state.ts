import type { JWK } from "jose";
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Entity } from "#src/platform/eventstore/index.ts";

/** 1 RSA, 2 ECDSA, 3 ED25519 */
export type WebKeyType = 1 | 2 | 3;

/** `config` as stored: RSA has bits (1: 2048, 2: 3072, 3: 4096) and hasher (1 SHA-256 …), ECDSA a curve. */
export interface WebKeyConfig {
  readonly Bits?: 1 | 2 | 3;
  readonly Hasher?: 1 | 2 | 3;
  readonly Curve?: 1 | 2 | 3;
}

export type WebKeyEvent =
  | {
      readonly type: "web_key.added";
      readonly payload: {
        readonly privateKey: Sealed;
        readonly publicKey: JWK;
        readonly config: WebKeyConfig;
        readonly configType: WebKeyType;
      };
    }
  | {
      readonly type: "web_key.activated" | "web_key.deactivated" | "web_key.removed";
      readonly payload: null;
    };

/** "initial" until it first signs; one key is active at a time; inactive ones still verify. */
export type WebKeyStatus = "initial" | "active" | "inactive";

export interface WebKeyState {
  readonly status: WebKeyStatus;
  readonly privateKey: Sealed;
  readonly publicKey: JWK;
  readonly config: WebKeyConfig;
  readonly configType: WebKeyType;
}

/** A key that the instance signs tokens with; its id is the `kid`. */
export const WebKey: Entity<WebKeyState, WebKeyEvent> = {
  table: "web_keys",
  aggregate: "web_key",
  types: ["web_key.added", "web_key.activated", "web_key.deactivated", "web_key.removed"],
  version: 1,
  owner: "instance",
  config: true,
  evolve(key, event) {
    if (event.type === "web_key.added") return { status: "initial", ...event.payload };
    if (key === undefined) return undefined;
    switch (event.type) {
      case "web_key.activated":
        return { ...key, status: "active" };
      case "web_key.deactivated":
        return { ...key, status: "inactive" };
      case "web_key.removed":
        return undefined;
    }
  },
  columns: { status: { type: "text", of: (key) => key.status } },
  indexes: ["status"],
};

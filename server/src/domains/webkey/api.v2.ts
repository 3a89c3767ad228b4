import { State } from "#contract/zitadel/webkey/v2/key_pb.ts";
import { type CreateWebKeyRequest, WebKeyService } from "#contract/zitadel/webkey/v2/webkey_service_pb.ts";
import { WebKeyService as WebKeyServiceBeta } from "#contract/zitadel/webkey/v2beta/webkey_service_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { activateWebKey, createWebKey, defaultShape, type KeyShape, removeWebKey } from "./commands.ts";
import { allWebKeys } from "./queries.ts";
import type { WebKeyState, WebKeyStatus } from "./state.ts";

const states: Readonly<Record<WebKeyStatus, State>> = {
  initial: State.INITIAL,
  active: State.ACTIVE,
  inactive: State.INACTIVE,
};

const sizes = [1, 2, 3] as const;
/** The first of its kind where nothing is said. */
const oneOf = (value: number): 1 | 2 | 3 => sizes.find((size) => size === value) ?? 1;

function shapeFrom({ key }: Wire<CreateWebKeyRequest>): KeyShape {
  switch (key.case) {
    case "rsa":
      return { type: "rsa", bits: oneOf(key.value.bits), hasher: oneOf(key.value.hasher) };
    case "ecdsa":
      return { type: "ecdsa", curve: oneOf(key.value.curve) };
    case "ed25519":
      return { type: "ed25519" };
    default:
      return defaultShape;
  }
}

type Size = (typeof sizes)[number];
type Shown =
  | { readonly case: "rsa"; readonly value: { readonly bits: Size; readonly hasher: Size } }
  | { readonly case: "ecdsa"; readonly value: { readonly curve: Size } }
  | { readonly case: "ed25519"; readonly value: Readonly<Record<never, never>> };

function keyOf({ configType, config }: WebKeyState): Shown {
  if (configType === 1) return { case: "rsa", value: { bits: config.Bits ?? 1, hasher: config.Hasher ?? 1 } };
  if (configType === 2) return { case: "ecdsa", value: { curve: config.Curve ?? 1 } };
  return { case: "ed25519", value: {} };
}

const webKeyV2 = (row: Row<WebKeyState>) => ({
  id: row.aggregateId,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  state: states[row.state.status],
  key: keyOf(row.state),
});

interface OfKey {
  readonly id: string;
}

/** Keys that the instance signs with; v2 and v2beta are one. Deleting what is not there succeeds without a date. */
const handlers = {
  async createWebKey(request: Wire<CreateWebKeyRequest>, ctx: Ctx) {
    const row = await createWebKey(ctx, shapeFrom(request));
    return { id: row.aggregateId, creationDate: timestamp(row.createdAt) };
  },
  async activateWebKey({ id }: OfKey, ctx: Ctx) {
    return { changeDate: timestamp((await activateWebKey(ctx, id)).changedAt) };
  },
  async deleteWebKey({ id }: OfKey, ctx: Ctx) {
    const known = (await allWebKeys(ctx)).some(({ aggregateId }) => aggregateId === id);
    if (!known) return {};
    return { deletionDate: timestamp((await removeWebKey(ctx, id)).changedAt) };
  },
  async listWebKeys(_request: object, ctx: Ctx) {
    return { webKeys: (await allWebKeys(ctx)).map(webKeyV2) };
  },
};

export const webKeyPart = part(WebKeyService, handlers);
export const webKeyBetaPart = part(WebKeyServiceBeta, handlers);

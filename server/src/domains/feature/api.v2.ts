import { Source } from "#contract/zitadel/feature/v2/feature_pb.ts";
import { FeatureService } from "#contract/zitadel/feature/v2/feature_service_pb.ts";
import { FeatureService as FeatureServiceBeta } from "#contract/zitadel/feature/v2beta/feature_service_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, part } from "#src/platform/rpc/index.ts";
import {
  resetInstanceFeatures,
  resetSystemFeatures,
  setInstanceFeatures,
  setSystemFeatures,
} from "./commands.ts";
import { instanceFeatures, systemFeatures } from "./queries.ts";
import { flagsOf, type GivenWire, givenFrom } from "./translate.ts";

/** Undefined where nothing was ever set. */
const detailsOf = (row: Row<object> | undefined) => row && details(row);

/**
 * The same in v2 and v2beta. Organizations and users have no features: the contract's methods about them answer
 * UNIMPLEMENTED, as the reference does.
 */
const handlers = {
  async setSystemFeatures(request: GivenWire, ctx: Ctx) {
    return { details: details(await setSystemFeatures(ctx, givenFrom(request))) };
  },
  async resetSystemFeatures(_request: object, ctx: Ctx) {
    return { details: details(await resetSystemFeatures(ctx)) };
  },
  async getSystemFeatures(_request: object, ctx: Ctx) {
    const row = await systemFeatures(ctx);
    return { details: detailsOf(row), ...flagsOf([{ source: Source.SYSTEM, state: row?.state }]) };
  },
  async setInstanceFeatures(request: GivenWire, ctx: Ctx) {
    return { details: details(await setInstanceFeatures(ctx, givenFrom(request))) };
  },
  async resetInstanceFeatures(_request: object, ctx: Ctx) {
    return { details: details(await resetInstanceFeatures(ctx)) };
  },
  async getInstanceFeatures({ inheritance }: { readonly inheritance: boolean }, ctx: Ctx) {
    const [own, system] = await Promise.all([instanceFeatures(ctx), inheritance && systemFeatures(ctx)]);
    const flags = flagsOf([
      { source: Source.INSTANCE, state: own?.state },
      { source: Source.SYSTEM, state: system ? system.state : undefined },
    ]);
    return { details: detailsOf(own), ...flags };
  },
};

export const featurePart = part(FeatureService, handlers);
export const featureBetaPart = part(FeatureServiceBeta, handlers);

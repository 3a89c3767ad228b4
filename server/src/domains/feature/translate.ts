import { Source } from "#contract/zitadel/feature/v2/feature_pb.ts";
import type { SetInstanceFeaturesRequest } from "#contract/zitadel/feature/v2/instance_pb.ts";
import type { Wire } from "#src/platform/rpc/index.ts";
import type { GivenFeatures } from "./decisions.ts";
import { unset } from "./features.ts";
import type { FeaturesState } from "./state.ts";

/** What requests of every level and generation may carry. A list says nothing when it is empty. */
export type GivenWire = Partial<Omit<Wire<SetInstanceFeaturesRequest>, "$typeName" | "$unknown">>;

export function givenFrom(wire: GivenWire): GivenFeatures {
  const { improvedPerformance: paths = [], loginV2 } = wire;
  return {
    loginDefaultOrg: wire.loginDefaultOrg,
    userSchema: wire.userSchema,
    oidcTokenExchange: wire.oidcTokenExchange,
    improvedPerformance: paths.length === 0 ? undefined : paths,
    debugOidcParentError: wire.debugOidcParentError,
    oidcSingleV1SessionTermination: wire.oidcSingleV1SessionTermination,
    disableUserTokenEvent: wire.disableUserTokenEvent,
    enableBackChannelLogout: wire.enableBackChannelLogout,
    loginV2: loginV2 && { required: loginV2.required, baseUri: loginV2.baseUri ?? "" },
    permissionCheckV2: wire.permissionCheckV2,
    consoleUseV2UserApi: wire.consoleUseV2UserApi,
    enableRelationalTables: wire.enableRelationalTables,
  };
}

/** Who says something about features, the first one in force. */
type Layers = readonly { readonly source: Source; readonly state: FeaturesState | undefined }[];

/** Every feature with where its value comes from; what nobody set comes from nowhere. */
export function flagsOf(layers: Layers) {
  const whose = (name: keyof FeaturesState) => layers.find(({ state }) => state?.[name] !== undefined);
  const source = (name: keyof FeaturesState) => whose(name)?.source ?? Source.UNSPECIFIED;
  const flag = (name: Exclude<keyof FeaturesState, "improvedPerformance" | "loginV2">) => ({
    enabled: whose(name)?.state?.[name] ?? unset[name],
    source: source(name),
  });
  const paths = whose("improvedPerformance")?.state?.improvedPerformance ?? unset.improvedPerformance;
  const { required, baseUri } = whose("loginV2")?.state?.loginV2 ?? unset.loginV2;
  return {
    loginDefaultOrg: flag("loginDefaultOrg"),
    userSchema: flag("userSchema"),
    oidcTokenExchange: flag("oidcTokenExchange"),
    improvedPerformance: { executionPaths: [...paths], source: source("improvedPerformance") },
    debugOidcParentError: flag("debugOidcParentError"),
    oidcSingleV1SessionTermination: flag("oidcSingleV1SessionTermination"),
    disableUserTokenEvent: flag("disableUserTokenEvent"),
    enableBackChannelLogout: flag("enableBackChannelLogout"),
    loginV2: { required, baseUri: baseUri === "" ? undefined : baseUri, source: source("loginV2") },
    permissionCheckV2: flag("permissionCheckV2"),
    consoleUseV2UserApi: flag("consoleUseV2UserApi"),
    enableRelationalTables: flag("enableRelationalTables"),
  };
}

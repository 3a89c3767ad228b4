import { isDeepStrictEqual } from "node:util";
import { invalid } from "#src/platform/failure/index.ts";
import { type FeatureValues, featureNames, type Level, started } from "./features.ts";
import { type FeatureEvent, type FeaturesState, setEvent } from "./state.ts";

/** What is to be set; what is left out stays. */
export type GivenFeatures = { readonly [N in keyof FeatureValues]?: FeatureValues[N] | undefined };

const nothingGiven = { system: "COMMAND-Dul8I", instance: "COMMAND-Vigh1" } as const;

const maxUriLength = 2_048;

/** An absolute address for browsers, or a path below the issuer; no query, since paths are put behind it. */
function isBase(uri: string): boolean {
  if (uri.length > maxUriLength || /[\s\\?#]/.test(uri)) return false;
  if (uri.startsWith("/")) return !uri.startsWith("//");
  return /^https?:\/\//i.test(uri) && URL.canParse(uri);
}

/**
 * Sets what is given and differs.
 * @throws invalid_argument when nothing is given, or for a base URI that nobody could be sent to
 */
export const setFeatures =
  (level: Level, given: GivenFeatures) =>
  (before: FeaturesState = {}): readonly FeatureEvent[] => {
    const names = featureNames.filter((name) => given[name] !== undefined);
    if (names.length === 0) throw invalid(nothingGiven[level], "Errors.NoChangesFound");
    const base = given.loginV2?.baseUri ?? "";
    if (base !== "" && !isBase(base))
      throw invalid("FEAT-Lb1ur", "Errors.Feature.BaseUriInvalid", { field: "login_v2.base_uri" });
    return names.flatMap((name) => {
      const value = given[name];
      return value === undefined || isDeepStrictEqual(value, before[name])
        ? []
        : [setEvent(level, name, value)];
    });
  };

/** Takes back everything that was set; nothing happens when nothing is. */
export const resetFeatures =
  (level: Level) =>
  (before: FeaturesState = {}): readonly FeatureEvent[] =>
    Object.keys(before).length === 0 ? [] : [{ type: `feature.${level}.reset`, payload: null }];

/** The features of a new instance: the built-in ones, as the operator wants them. @throws like `setFeatures` */
export function startFeatures(given: Partial<GivenFeatures> = {}): readonly FeatureEvent[] {
  const wanted = Object.entries(given).filter(([, value]) => value !== undefined);
  return setFeatures("instance", { ...started, ...Object.fromEntries(wanted) })();
}

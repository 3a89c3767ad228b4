import type { Entity, Ref } from "#src/platform/eventstore/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import type { InstanceState } from "./state.ts";

/** What an instance keeps its people from. */
export interface RestrictionsState {
  /** Nobody makes an organization by registering one. */
  readonly disallowPublicOrgRegistration: boolean;
  /** BCP 47; none is every supported one. */
  readonly allowedLanguages: readonly string[];
}

/** A fact says what changed; what it leaves out stays. */
export interface RestrictionsEvent {
  readonly type: "restrictions.set";
  readonly payload: Partial<RestrictionsState>;
}

export const noRestrictions: RestrictionsState = {
  disallowPublicOrgRegistration: false,
  allowedLanguages: [],
};

/** There is one per instance; its id is the instance's. */
export const Restrictions: Entity<RestrictionsState, RestrictionsEvent> = {
  table: "restrictions",
  aggregate: "restrictions",
  types: ["restrictions.set"],
  version: 1,
  owner: "instance",
  config: true,
  evolve: (before, { payload }) => ({ ...(before ?? noRestrictions), ...payload }),
};

export const restrictionsRef = (instanceId: string): Ref<RestrictionsState, RestrictionsEvent> =>
  ref(Restrictions, instanceId);

export const isAllowedLanguage = (restrictions: RestrictionsState | undefined, language: string): boolean => {
  const allowed = restrictions?.allowedLanguages ?? [];
  return allowed.length === 0 || allowed.includes(language);
};

/**
 * Changes what is given and differs. The default language stays among the allowed ones.
 * @throws invalid_argument when nothing is given, or for languages without texts
 */
export const restrict =
  (given: { readonly [K in keyof RestrictionsState]?: RestrictionsState[K] | undefined }) =>
  (
    instance: Pick<InstanceState, "defaultLanguage"> | undefined,
    before: RestrictionsState | undefined,
  ): readonly RestrictionsEvent[] => {
    const { disallowPublicOrgRegistration: closed, allowedLanguages: languages } = given;
    if (closed === undefined && languages === undefined)
      throw invalid("INST-Rs0no", "Errors.Restrictions.NoneSpecified");
    if (languages !== undefined) checkLanguages(languages, instance?.defaultLanguage);
    const old = before ?? noRestrictions;
    const payload = {
      ...(closed === undefined || closed === old.disallowPublicOrgRegistration
        ? {}
        : { disallowPublicOrgRegistration: closed }),
      ...(languages === undefined || isSame(languages, old.allowedLanguages)
        ? {}
        : { allowedLanguages: languages }),
    };
    return Object.keys(payload).length === 0 ? [] : [{ type: "restrictions.set", payload }];
  };

const field = "allowed_languages";

function checkLanguages(languages: readonly string[], defaultLanguage: string | undefined): void {
  if (languages.some((language) => !supportedLanguages.includes(language)))
    throw invalid("INST-Rs1ns", "Errors.Language.NotSupported", { field });
  if (new Set(languages).size !== languages.length)
    throw invalid("INST-Rs2du", "Errors.Language.Duplicate", { field });
  if (languages.length > 0 && defaultLanguage !== undefined && !languages.includes(defaultLanguage))
    throw precondition("INST-Rs3dl", "Errors.Restrictions.DefaultLanguageMustBeAllowed");
}

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((language, n) => language === right[n]);

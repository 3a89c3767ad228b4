import type { PolicyLevel } from "#src/kits/settings/index.ts";
import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";
import type { Translation } from "./translation.ts";

interface LoginTranslation {
  readonly translation: Translation;
}

export interface TranslationSet {
  readonly type: `${PolicyLevel}.hosted_login_translation.set`;
  readonly payload: LoginTranslation & {
    /** BCP 47. */
    readonly language: string;
    readonly level: "instance" | "organization";
  };
}

/** One row per language. No text at all is no row. */
const entity = (level: PolicyLevel): Entity<LoginTranslation, TranslationSet> => ({
  table: `${level}_login_translations`,
  aggregate: level,
  types: [`${level}.hosted_login_translation.set`],
  version: 1,
  owner: "self",
  config: true,
  maxStateBytes: 64_000,
  rowOf: ({ payload }) => payload.language,
  evolve: (_before, { payload: { translation } }) =>
    Object.keys(translation).length === 0 ? undefined : { translation },
});

const byLevel = { instance: entity("instance"), org: entity("org") } as const;

export const entities = Object.values(byLevel);

export const translationRef = (
  level: PolicyLevel,
  id: string,
  language: string,
): Ref<LoginTranslation, TranslationSet> => ref(byLevel[level], id, language);

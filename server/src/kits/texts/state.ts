/** Texts that an instance or an organization wrote in the place of ours, per template and language. */
import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";

export type TextLevel = "instance" | "org";

/** What was written of one template in one language; what is left out is as the level below has it. */
export interface OwnTexts {
  readonly template: string;
  /** BCP 47, one that we speak. */
  readonly language: string;
  readonly texts: Readonly<Record<string, string>>;
}

interface Which {
  readonly template: string;
  readonly language: string;
}

export type TextEvent =
  | {
      readonly type: `${TextLevel}.customtext.set`;
      readonly payload: Which & { readonly key: string; readonly text: string };
    }
  | { readonly type: `${TextLevel}.customtext.removed`; readonly payload: Which & { readonly key: string } }
  | { readonly type: `${TextLevel}.customtext.template.removed`; readonly payload: Which };

const rowOf = ({ template, language }: Which): string => `${template}:${language}`;

function evolve(own: OwnTexts | undefined, { payload }: TextEvent): OwnTexts | undefined {
  if (!("key" in payload)) return undefined;
  const { template, language, key } = payload;
  const { [key]: _before, ...others } = own?.texts ?? {};
  const texts = "text" in payload ? { ...others, [key]: payload.text } : others;
  return Object.keys(texts).length === 0 ? undefined : { template, language, texts };
}

const entity = (level: TextLevel): Entity<OwnTexts, TextEvent> => ({
  table: `${level}_custom_texts`,
  aggregate: level,
  types: [`${level}.customtext.set`, `${level}.customtext.removed`, `${level}.customtext.template.removed`],
  version: 1,
  owner: "self",
  config: true,
  // No root: removing texts must not take their organization along.
  rowOf: ({ payload }) => rowOf(payload),
  evolve,
  // A message has 62,000 bytes of text at most, which JSON may have to write twice as long.
  maxStateBytes: 150_000,
});

export const customTexts = { instance: entity("instance"), org: entity("org") } as const;

export const customTextEntities = Object.values(customTexts);

/** @param id the instance's or the organization's */
export const textsRef = (level: TextLevel, id: string, which: Which): Ref<OwnTexts, TextEvent> =>
  ref(customTexts[level], id, rowOf(which));

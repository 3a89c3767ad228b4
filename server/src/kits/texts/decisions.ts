import type { OwnTexts, TextEvent, TextLevel } from "./state.ts";

interface Which {
  readonly template: string;
  readonly language: string;
}

/**
 * Writes the texts given; an empty one goes back to what the level below has. What is as it was makes no event.
 */
export const setTexts =
  (level: TextLevel, { template, language }: Which, given: Readonly<Record<string, string>>) =>
  (own: OwnTexts | undefined): readonly TextEvent[] =>
    Object.entries(given).flatMap(([key, text]): readonly TextEvent[] => {
      const before = own?.texts[key] ?? "";
      if (before === text) return [];
      return text === ""
        ? [{ type: `${level}.customtext.removed`, payload: { template, key, language } }]
        : [{ type: `${level}.customtext.set`, payload: { template, key, language, text } }];
    });

/** All texts of a template in a language go back to what the level below has; nothing happens where there are none. */
export const resetTexts =
  (level: TextLevel, { template, language }: Which) =>
  (own: OwnTexts | undefined): readonly TextEvent[] =>
    own === undefined
      ? []
      : [{ type: `${level}.customtext.template.removed`, payload: { template, language } }];

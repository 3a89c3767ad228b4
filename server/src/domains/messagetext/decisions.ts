import { type OwnTexts, resetTexts, type TextEvent, type TextsTarget } from "#src/kits/texts/index.ts";
import { required } from "#src/platform/failure/index.ts";

/** Back to the texts that hold without those. @throws not_found where there are none */
export const resetOwn =
  (target: TextsTarget) =>
  (own: OwnTexts | undefined): readonly TextEvent[] =>
    resetTexts(target.level, target)(required(own, "MSGTX-Rs0nf", "Errors.CustomMessageText.NotFound"));

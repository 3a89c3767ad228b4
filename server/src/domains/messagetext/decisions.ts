import { type OwnTexts, resetTexts, type TextEvent, type TextsTarget } from "#src/kits/texts/index.ts";
import { invalid, required } from "#src/platform/failure/index.ts";
import type { FieldName } from "./fields.ts";
import { faultIn } from "./template.ts";
import { variableNames } from "./variables.ts";

/** @throws invalid_argument MSGTX-Va1rb with the field, and with what in it is no variable of messages */
export function requireTemplate(field: FieldName, text: string): void {
  const variable = faultIn(text, variableNames);
  if (variable !== undefined)
    throw invalid("MSGTX-Va1rb", "Errors.CustomMessageText.VariableInvalid", {
      field,
      values: { field, variable },
    });
}

/** Back to the texts that hold without those. @throws not_found where there are none */
export const resetOwn =
  (target: TextsTarget) =>
  (own: OwnTexts | undefined): readonly TextEvent[] =>
    resetTexts(target.level, target)(required(own, "MSGTX-Rs0nf", "Errors.CustomMessageText.NotFound"));

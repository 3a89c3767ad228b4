import { invalid } from "#src/platform/failure/index.ts";

/**
 * Control characters and ends of lines, what turns the direction of writing around, fillers that look like nothing, and
 * what has no width and no meaning in any script. Joiners and marks that Persian, Indic and Arabic texts need, and the
 * tags of flags, are none of them.
 */
const unseen =
  /[\u034F\p{Cc}\p{Zl}\p{Zp}\u00AD\u115F\u1160\u180E\u200B\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]/gu;

/** Whatever is not seen at all, joiners as well: two names that are written alike are the same. */
const ambiguous = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** What a form makes of a name that is shown: pasted text brings along what nobody meant. */
export const onlyVisible = (name: string): string => name.replace(unseen, "");

/** What a form makes of a name that is typed and compared. */
export const onlyTypeable = (name: string): string => name.replace(ambiguous, "");

/** For a name that is shown. @throws invalid_argument NAME-Uns33 for characters that make it look like another */
export function requireVisible(name: string | undefined, field: string): void {
  if (name !== undefined && onlyVisible(name) !== name) throw refusal(field);
}

/** For a name that is typed and compared. @throws invalid_argument NAME-Uns33 for characters that are not seen */
export function requireTypeable(name: string, field: string): void {
  if (onlyTypeable(name) !== name) throw refusal(field);
}

const refusal = (field: string) => invalid("NAME-Uns33", "Errors.Name.Unseen", { field });

/** What a rule is about. Part of the id that clients match on, so a name stays once it is given. */
type Rule =
  | "Characters"
  | "Email"
  | "Enum"
  | "Length"
  | "Pattern"
  | "Prefix"
  | "Range"
  | "Required"
  | "Time"
  | "TooFew"
  | "TooLong"
  | "TooMany"
  | "TooShort"
  | "Unique"
  | "Uri"
  | "Value";

/** Why a value is refused: by which rule, and in words of their own. */
export interface Reason {
  readonly id: `VALIDATE-${Rule}`;
  readonly text: string;
}

export const reason = (rule: Rule, text: string): Reason => ({ id: `VALIDATE-${rule}`, text });

/** A reason about one item of a list begins with its index in brackets. */
export const ofItem = (index: number, { id, text }: Reason): Reason => ({ id, text: `[${index}]: ${text}` });

import type { english } from "./errors.en.ts";

/** Every key of the English texts, and no other. */
export type ErrorTexts = Readonly<Record<keyof typeof english, string>>;

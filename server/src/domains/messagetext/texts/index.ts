import { en } from "./en.ts";
import type { MessageWords } from "./model.ts";

/** By the languages that we speak (BCP 47). */
export const messageWords = { en } satisfies Readonly<Record<string, MessageWords>>;

export type MessageLanguage = keyof typeof messageWords;

export const isMessageLanguage = (tag: string): tag is MessageLanguage => Object.hasOwn(messageWords, tag);

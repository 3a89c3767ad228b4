import { arabic } from "./errors.ar.ts";
import { bulgarian } from "./errors.bg.ts";
import { czech } from "./errors.cs.ts";
import { german } from "./errors.de.ts";
import { english } from "./errors.en.ts";
import { spanish } from "./errors.es.ts";
import { french } from "./errors.fr.ts";
import { hungarian } from "./errors.hu.ts";
import { indonesian } from "./errors.id.ts";
import { italian } from "./errors.it.ts";
import { japanese } from "./errors.ja.ts";
import { korean } from "./errors.ko.ts";
import { macedonian } from "./errors.mk.ts";
import { dutch } from "./errors.nl.ts";
import { polish } from "./errors.pl.ts";
import { portuguese } from "./errors.pt.ts";
import { romanian } from "./errors.ro.ts";
import { russian } from "./errors.ru.ts";
import { swedish } from "./errors.sv.ts";
import { turkish } from "./errors.tr.ts";
import { ukrainian } from "./errors.uk.ts";
import { chinese } from "./errors.zh.ts";
import type { MessageLanguage } from "./languages.ts";
import type { ErrorTexts } from "./model.ts";

/** What people read. A language is made when somebody asks for it, so that a process holds those that it speaks. */
export const errorTexts: Readonly<Record<MessageLanguage, () => ErrorTexts>> = {
  ar: arabic,
  bg: bulgarian,
  cs: czech,
  de: german,
  en: () => english,
  es: spanish,
  fr: french,
  hu: hungarian,
  id: indonesian,
  it: italian,
  ja: japanese,
  ko: korean,
  mk: macedonian,
  nl: dutch,
  pl: polish,
  pt: portuguese,
  ro: romanian,
  ru: russian,
  sv: swedish,
  tr: turkish,
  uk: ukrainian,
  zh: chinese,
};

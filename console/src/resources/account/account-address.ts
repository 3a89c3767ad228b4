import { type RawSearch, textIn } from "../../app/search.ts";

/** Parts of the account, by the names that links have used for long. */
export const sections = ["general", "security", "sessions", "idp", "grants"] as const;
export type Section = (typeof sections)[number];

/** What one is about to do: the dialog that is open. */
export const deeds = [
  "profile",
  "picture",
  "username",
  "email",
  "verifyEmail",
  "phone",
  "verifyPhone",
  "removePhone",
  "delete",
  "password",
  "passkey",
  "removePasskey",
  "key",
  "removeKey",
  "totp",
  "removeTotp",
  "sms",
  "removeSms",
  "mail",
  "removeMail",
  "codes",
  "removeCodes",
  "endSession",
  "endOthers",
  "unlink",
] as const;
export type Deed = (typeof deeds)[number];

/** Whoever finds an open console must not be able to lock its owner out: these ask for a proof that is fresh. */
const grave: ReadonlySet<Deed> = new Set<Deed>([
  "email",
  "phone",
  "removePhone",
  "delete",
  "passkey",
  "removePasskey",
  "key",
  "removeKey",
  "totp",
  "removeTotp",
  "sms",
  "removeSms",
  "mail",
  "removeMail",
  "codes",
  "removeCodes",
]);

/** Minutes for which a proof counts as fresh. */
const freshMinutes = 15;

export interface AccountSearch {
  readonly id?: Section | undefined;
  readonly do?: Deed | undefined;
  /** To what it is done: the id of a passkey, session … */
  readonly of?: string | undefined;
}

/** Older names of the parts. */
const former: Readonly<Record<string, Section>> = { memberships: "grants" };

export function accountSearch(search: RawSearch): AccountSearch {
  const id = textIn(search, "id");
  const section = sections.find((one) => one === id) ?? former[id ?? ""];
  const deed = deeds.find((one) => one === textIn(search, "do"));
  return { id: section, do: deed, of: deed && textIn(search, "of") };
}

/** Whether it has to be proven again who is there, before this is done. */
export function needsProof(deed: Deed, provenAt: Date | undefined, now: Date): boolean {
  if (!grave.has(deed)) return false;
  return provenAt === undefined || now.getTime() - provenAt.getTime() > freshMinutes * 60_000;
}

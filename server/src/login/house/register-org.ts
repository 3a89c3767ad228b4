/** Organizations that people make for themselves. */
import * as orgsetup from "#src/domains/orgsetup/index.ts";
import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { PasswordRule, PasswordRules, Visit } from "../visit.ts";
import { readPasswordRules } from "./page-settings.ts";
import { brokenRules } from "./password-change.ts";
import { asLogin, openSession } from "./sign-in.ts";

/** What somebody enters who makes an organization for themselves; the user name is the address when left out. */
export interface OrgForm {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly userName?: string;
  readonly password: string;
  readonly preferredLanguage: string;
}

export type OrgMistake =
  | "name_invalid"
  | "name_taken"
  | "email_invalid"
  | "user_name_taken"
  /** It ends in a domain of another organization. */
  | "user_name_reserved"
  | "password_common";

export type OrgRegistered =
  | { readonly status: "ok"; readonly sessionId: string }
  /** The instance lets nobody register an organization. */
  | { readonly status: "closed" }
  | { readonly status: "rules"; readonly broken: readonly PasswordRule[] }
  | { readonly status: "mistake"; readonly mistake: OrgMistake; readonly id: string };

/** A new organization has no settings of its own: it follows those of the instance. */
const ofInstance = "";

/** What the owner's password of an organization to be registered needs; undefined where nobody may register one. */
export const orgPasswordRules = async (ctx: Ctx): Promise<PasswordRules | undefined> =>
  (await orgsetup.mayRegisterOrg(ctx)) ? readPasswordRules(ctx, ofInstance) : undefined;

/**
 * Makes an organization with its owner, and opens a session of theirs for the browser. Rules come first: they are
 * public, and whoever breaks one has not used up a try.
 * @throws resource_exhausted for an address that registers too often
 */
export async function registerOrg(ctx: Ctx, visit: Visit, form: OrgForm): Promise<OrgRegistered> {
  const broken = brokenRules(form.password, await effectivePasswordComplexity(ctx, ofInstance));
  if (broken.length > 0) return { status: "rules", broken };
  try {
    const { userId } = await orgsetup.registerOrg(asLogin(ctx), form);
    return { status: "ok", sessionId: await openSession(ctx, visit, userId, 0) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.id === closed) return { status: "closed" };
    const mistake = mistakes[error.id];
    if (mistake === undefined) throw error;
    return { status: "mistake", mistake, id: error.id };
  }
}

const closed = "ORGSETUP-Re9na";

/** Ids that the slices refuse with. */
const mistakes: Readonly<Record<string, OrgMistake>> = {
  "ORG-Em5ty": "name_invalid",
  "ORG-RrfXY": "name_invalid",
  "ORG-Nq3vd": "name_taken",
  "ORG-Dm2cl": "name_taken",
  "EMAIL-599BI": "email_invalid",
  "V2-usrnm": "user_name_taken",
  "COMMAND-SFd21": "user_name_reserved",
  "USER-Cm7np": "password_common",
};

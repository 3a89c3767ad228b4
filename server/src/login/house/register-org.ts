/** Organizations that people make for themselves. */
import * as orgsetup from "#src/domains/orgsetup/index.ts";
import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { OrgForm, OrgMistake, OrgRegistered, PasswordRules, Visit } from "../backend.ts";
import { readPasswordRules } from "./page-settings.ts";
import { brokenRules } from "./password-change.ts";
import { asLogin, openSession } from "./sign-in.ts";

/** A new organization has no settings of its own: it follows those of the instance. */
const ofInstance = "";

export const orgPasswordRules = async (ctx: Ctx): Promise<PasswordRules | undefined> =>
  (await orgsetup.mayRegisterOrg(ctx)) ? readPasswordRules(ctx, ofInstance) : undefined;

/** Rules come first: they are public, and whoever breaks one has not used up a try. */
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

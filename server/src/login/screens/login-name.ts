import { nextStep } from "../flow/index.ts";
import { askForPasskey } from "../house/passkey.ts";
import { type DiscoveredOrg, discoverOrg } from "../house/registration.ts";
import { tellName } from "../house/user.ts";
import { loginNamePage } from "../pages/login-name.ts";
import type { PasskeyButton } from "../pages/passkey.ts";
import { paths } from "../routes.ts";
import { formStatus, go, offersAccounts, show, type Turn, waitingErrors, within } from "../turn.ts";
import { stepRefusal } from "./failure.ts";
import { openByCode } from "./first-steps.ts";

const maxLength = 200;

export async function showLoginName(turn: Turn): Promise<Response> {
  const { settings, request, registration, facts } = turn.loaded;
  const { allowUsernamePassword, allowPasskeys } = facts.settings;
  const errors = waitingErrors(turn);
  const loginName = turn.params.loginName;
  const content = loginNamePage(turn.frame, {
    action: paths.loginName,
    value: loginName ?? request?.loginHint ?? "",
    takesNames: allowUsernamePassword || allowPasskeys,
    orgName: settings.orgName,
    withEmail: settings.loginWithEmail,
    withPhone: settings.loginWithPhone,
    suffix: settings.loginNameSuffix,
    passkey: settings.passkeys ? await passkeyButton(turn) : undefined,
    registerHref: registration === undefined ? undefined : within(turn, paths.register, { loginName }),
    accountsHref: offersAccounts(turn.loaded) ? within(turn, paths.accounts) : undefined,
    errors,
  });
  return show(turn, content, formStatus(errors));
}

async function passkeyButton({ ctx, visit }: Turn): Promise<PasskeyButton | undefined> {
  const question = await askForPasskey(ctx, visit);
  return question && { action: paths.passkey, question };
}

export async function enterLoginName(turn: Turn): Promise<Response> {
  const name = turn.visit.loginName;
  if (name === undefined) return back(turn, "common.required");
  return name.length > maxLength ? back(turn, "common.tooLong") : afterLoginName(turn);
}

/**
 * Says that a name is unknown only where the login policy lets it; where it ignores unknown names, every name leads
 * to the password page. The state of an account is told to nobody who has not proved to be its owner.
 */
export async function afterLoginName(turn: Turn): Promise<Response> {
  const way = await wayByName(turn);
  if (way !== undefined) return way;
  const home = turn.loaded.facts.user === undefined ? await discovered(turn) : undefined;
  return home === undefined ? back(turn, "loginName.errorUnknown") : toHome(turn, home);
}

/** The way on by a name that somebody has, or may have for all that is told; undefined for one that nobody has. */
export async function wayByName(turn: Turn): Promise<Response | undefined> {
  const { loaded, visit, ctx } = turn;
  const { user } = loaded.facts;
  const password = within(turn, paths.password, { loginName: visit.loginName });
  if (loaded.settings.ignoreUnknownUsernames) return go(turn, password);
  const home = await discovered(turn);
  // That organization ignores unknown names: theirs and those that it does not know take the same way.
  if (home?.ignoresUnknownNames && (user === undefined || user.orgId === home.id))
    return go(turn, within(turn, paths.password, { organization: home.id, loginName: visit.loginName }));
  await tellName(ctx, user?.kind === "human");
  if (user?.kind !== "human") return undefined;
  if (user.factors.includes("passkey") && loaded.facts.settings.allowPasskeys)
    return go(turn, within(turn, paths.passkey, { loginName: visit.loginName }));
  if (user.password !== undefined && loaded.facts.settings.allowUsernamePassword) return go(turn, password);
  const decision = nextStep({ ...loaded.facts, surface: "hosted", now: ctx.now });
  if (decision.outcome !== "steps") return go(turn, password);
  const [step] = decision.steps;
  if (step.kind === "passkey_setup")
    return go(turn, within(turn, paths.passkeySet, { loginName: visit.loginName }));
  return (await openByCode(turn, step)) ?? stepRefusal(turn, step);
}

/** Where no organization was asked for, the domain of a name may lead to one. */
async function discovered({ ctx, loaded }: Turn): Promise<DiscoveredOrg | undefined> {
  if (loaded.settings.orgName !== undefined || loaded.facts.request.orgId !== undefined) return undefined;
  return discoverOrg(ctx, loaded.known.typedName);
}

/** From here on as if that organization had been asked for. */
function toHome(turn: Turn, { id, mayRegister }: DiscoveredOrg): Response {
  const query = { organization: id, loginName: turn.visit.loginName?.slice(0, maxLength) };
  return mayRegister
    ? go(turn, within(turn, paths.register, query))
    : go(turn, within(turn, paths.loginName, query), {
        page: paths.loginName,
        errors: { loginName: { key: "loginName.errorUnknown" } },
      });
}

type NameError = "common.required" | "common.tooLong" | "loginName.errorUnknown";

function back(turn: Turn, key: NameError): Response {
  const loginName = turn.visit.loginName?.slice(0, maxLength);
  return go(turn, within(turn, paths.loginName, { loginName }), {
    page: paths.loginName,
    errors: { loginName: { key } },
  });
}

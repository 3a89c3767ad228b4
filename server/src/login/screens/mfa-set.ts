import { type Holder, holderOf } from "../house/second-factor.ts";
import { skipSetUp } from "../house/set-up.ts";
import { mfaSetPage } from "../pages/mfa-set.ts";
import { paths } from "../routes.ts";
import { decide, formStatus, go, type Handler, show, type Turn, waitingErrors, within } from "../turn.ts";
import { refusal } from "./failure.ts";
import { openByCode } from "./first-steps.ts";
import { toEntry, whom } from "./second-factor.ts";
import { needsAddress, possible, settingUp, setUpPaths } from "./set-up.ts";

/** How the login stands to it: it takes a factor, it offers one, or neither. */
function standing(turn: Turn): "forced" | "offered" | "neither" {
  const decision = decide(turn);
  if (decision.outcome === "steps") return decision.steps[0].kind === "mfa_setup" ? "forced" : "neither";
  if (decision.outcome === "refuse") return "neither";
  return decision.offered.some(({ kind }) => kind === "mfa_prompt") ? "offered" : "neither";
}

/** Where there is but one way to go on, it is taken at once. */
export const showMfaSet: Handler = async (turn) => {
  const holder = await settingUp(turn);
  if (holder === undefined) return toEntry(turn);
  const { sessionId } = turn.visit;
  const factors = (await possible(turn, holder)).map((factor) => ({
    factor,
    href: within(turn, setUpPaths[factor], { sessionId }),
  }));
  const stands = standing(turn);
  const forced = stands === "forced";
  const [only, another] = factors;
  if (only === undefined) return forced ? otherwise(turn, holder) : toEntry(turn);
  const errors = waitingErrors(turn);
  if (forced && another === undefined && Object.keys(errors).length === 0) return go(turn, only.href);
  const content = mfaSetPage(turn.frame, {
    ...whom(turn),
    forced,
    factors,
    skipAction: stands === "offered" ? paths.mfaSet : undefined,
    onHref: stands === "neither" ? within(turn, paths.entry, { sessionId }) : undefined,
    errors,
  });
  return show(turn, content, formStatus(errors));
};

/** An address that is proven can take codes; else there is no way on. */
async function otherwise(turn: Turn, holder: Holder): Promise<Response> {
  const proving = (await needsAddress(turn, holder))
    ? await openByCode(turn, { kind: "email_verification" })
    : undefined;
  return proving ?? nothingPossible(turn);
}

const nothingPossible = (turn: Turn): Promise<Response> =>
  refusal(turn, {
    id: "LOGIN-mN6p3",
    key: "mfaSet.errorNone",
    status: 403,
    otherAccount: true,
    backToApp: true,
  });

/** Declining is remembered only where it may be: who is forced stays. */
export const skipMfaSet: Handler = async (turn) => {
  if (standing(turn) === "offered") {
    const holder = await holderOf(turn.ctx, turn.visit);
    if (holder !== undefined) await skipSetUp(turn.ctx, holder);
  }
  return toEntry(turn);
};

import { hasFreshSecondFactor } from "../flow/index.ts";
import { codesMark, newRecoveryCodes } from "../house/set-up.ts";
import { recoveryCodesPage, recoveryOfferPage } from "../pages/recovery-codes.ts";
import { paths } from "../routes.ts";
import { go, type Handler, show, type Turn, within } from "../turn.ts";
import { toEntry } from "./second-factor.ts";
import { settingUp } from "./set-up.ts";

/** For whoever has a second factor, and has just proven it. */
const holderWithFactor = (turn: Turn) =>
  hasFreshSecondFactor({ ...turn.loaded.facts, surface: "hosted", now: turn.ctx.now })
    ? settingUp(turn)
    : undefined;

const onHref = (turn: Turn): string => within(turn, paths.entry, { sessionId: turn.visit.sessionId });

export const showRecoveryCodes: Handler = async (turn) => {
  const holder = await holderWithFactor(turn);
  if (holder === undefined) return toEntry(turn);
  const content = recoveryOfferPage(turn.frame, {
    action: paths.recoveryCodes,
    onHref: onHref(turn),
    replaces: codesMark(holder),
  });
  return show(turn, content);
};

/**
 * Shown in this answer and never again. The form says which codes it takes the place of: sent again, by a reload, it
 * makes none, so that those stay good that somebody has just written down, and new ones are offered.
 */
export const makeRecoveryCodes: Handler = async (turn) => {
  const holder = await holderWithFactor(turn);
  if (holder === undefined) return toEntry(turn);
  if (turn.params.get("replaces") !== codesMark(holder))
    return go(turn, within(turn, paths.recoveryCodes, { sessionId: turn.visit.sessionId }));
  const codes = await newRecoveryCodes(turn.ctx, holder);
  return show(turn, recoveryCodesPage(turn.frame, { codes, onHref: onHref(turn) }));
};

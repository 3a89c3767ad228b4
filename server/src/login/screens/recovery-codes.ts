import { hasFreshSecondFactor } from "../flow/index.ts";
import { newRecoveryCodes } from "../house/set-up.ts";
import { recoveryCodesPage, recoveryOfferPage } from "../pages/recovery-codes.ts";
import { paths } from "../routes.ts";
import { type Handler, show, type Turn, within } from "../turn.ts";
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
    replaces: (holder.human.factors?.recoveryCodes ?? []).length > 0,
  });
  return show(turn, content);
};

/** Shown in this answer and never again; a form sent twice shows those that count. */
export const makeRecoveryCodes: Handler = async (turn) => {
  const holder = await holderWithFactor(turn);
  if (holder === undefined) return toEntry(turn);
  const codes = await newRecoveryCodes(turn.ctx, holder);
  return show(turn, recoveryCodesPage(turn.frame, { codes, onHref: onHref(turn) }));
};

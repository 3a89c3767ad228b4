/** The house behind the pages: `LoginBackend` by the slices. */

import type { Limits } from "#src/platform/limits/index.ts";
import type { LoginBackend } from "../backend.ts";
import { finish, refuse } from "./finish.ts";
import { endSessions, readLogout } from "./logout.ts";
import { ownTexts } from "./own-texts.ts";
import { changePassword } from "./password-change.ts";
import { orgPasswordRules, registerOrg } from "./register-org.ts";
import { signIn } from "./sign-in.ts";
import { accounts, load } from "./visit.ts";

export interface HouseParts {
  readonly limits: Limits;
}

export const createHouse = ({ limits }: HouseParts): LoginBackend => ({
  load,
  texts: ownTexts,
  accounts,
  checkPassword: (ctx, visit, password) => signIn(ctx, limits, visit, password),
  changePassword: (ctx, visit, current, next) => changePassword(ctx, limits, visit, { current, next }),
  orgPasswordRules,
  registerOrg,
  endSessions,
  finish,
  refuse,
  readLogout,
});

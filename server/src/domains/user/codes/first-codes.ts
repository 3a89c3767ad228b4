import type { Wanted } from "#src/domains/message/index.ts";
import type { Job } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserEvent } from "../events.ts";
import { type Code, codeFor, makeCode, type Verification } from "./make-code.ts";
import { codeMessage, countedMessage } from "./messages.ts";

/** A new person as far as codes are concerned; `phone` is empty without one. */
export interface Newcomer {
  readonly userId: string;
  readonly orgId: string;
  readonly email: string;
  readonly phone: string;
}

export interface WantedCodes {
  /** One code for both, the address and the password, in the place of the address's own. */
  readonly mustInitialise: boolean;
  readonly email: Verification;
  readonly phone: Verification;
}

/** What goes with a new person into the unit that adds them. */
export interface FirstCodes {
  readonly events: readonly UserEvent[];
  readonly jobs: readonly Job[];
  /** What the messages count against. */
  readonly messages: readonly Wanted[];
  readonly emailCode: string | undefined;
  readonly phoneCode: string | undefined;
}

type CodeType = "initialization" | "email" | "phone";

/** The codes that a person begins with. */
export async function firstCodes(ctx: Ctx, person: Newcomer, wanted: WantedCodes): Promise<FirstCodes> {
  const init = wanted.mustInitialise ? await makeCode(ctx, "init", { kind: "send" }) : undefined;
  const email = init ? undefined : await codeFor(ctx, "verify_email", wanted.email);
  const phone = person.phone === "" ? undefined : await codeFor(ctx, "verify_phone", wanted.phone);
  const { userId, orgId } = person;
  const mail = { userId, orgId, channel: "email", to: person.email } as const;
  const sms = { userId, orgId, channel: "sms", to: person.phone } as const;
  return {
    events: [...recorded("initialization", init), ...recorded("email", email), ...recorded("phone", phone)],
    jobs: [
      ...(init ? codeMessage(ctx, "init", mail, init) : []),
      ...(email ? codeMessage(ctx, "verify_email", mail, email) : []),
      ...(phone ? codeMessage(ctx, "verify_phone", sms, phone) : []),
    ],
    messages: [...countedMessage(init ?? email, mail.to), ...countedMessage(phone, sms.to)],
    emailCode: email?.returned,
    phoneCode: phone?.returned,
  };
}

const recorded = (of: CodeType, code: Code | undefined): readonly UserEvent[] =>
  code ? [{ type: `user.human.${of}.code.added`, payload: code.event }] : [];

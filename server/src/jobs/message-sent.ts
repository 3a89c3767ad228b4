/** What the history says of messages: which fact each follows from, and the fact that it was sent. */
import type { Message, MessageType } from "#src/domains/message/index.ts";
import { Session } from "#src/domains/session/index.ts";
import { User, type UserState } from "#src/domains/user/index.ts";
import { PasskeyCode } from "#src/domains/webauthn/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

const causes: Readonly<Record<MessageType, string>> = {
  init: "user.human.initialization.code.added",
  password_reset: "user.human.password.code.added",
  verify_email: "user.human.email.code.added",
  verify_phone: "user.human.phone.code.added",
  verify_sms_otp: "user.human.mfa.otp.sms.code.added",
  verify_email_otp: "user.human.mfa.otp.email.code.added",
  domain_claimed: "user.domain.claimed",
  passwordless_registration: "user.human.passwordless.initialization.code.requested",
  password_change: "user.human.password.changed",
  invite_user: "user.human.invite.code.added",
};

const sessionOf = ({ args }: Message): string | undefined => args?.sessionId || undefined;

/** The fact that a message follows from, as web hooks are told. */
export function causeOf(message: Message): string {
  if (sessionOf(message) === undefined) return causes[message.type];
  if (message.type === "verify_sms_otp") return "session.otp.sms.challenged";
  return message.type === "verify_email_otp" ? "session.otp.email.challenged" : causes[message.type];
}

/** Who made the code, where that was not us, and under which number it knows it. */
export interface GeneratorInfo {
  readonly id: string;
  readonly verificationId: string;
}

/** Writes that a message was sent; nothing where the user is gone or the session has ended. */
export async function recordSent(
  ctx: Ctx,
  message: Message,
  generatorInfo: GeneratorInfo | undefined,
): Promise<void> {
  const payload = generatorInfo === undefined ? null : { generatorInfo };
  if (message.type === "passwordless_registration") return recordOnPasskeyCode(ctx, message);
  const session = sessionOf(message);
  const isOfSession = message.type === "verify_sms_otp" || message.type === "verify_email_otp";
  if (session === undefined || !isOfSession) return recordOnUser(ctx, message, payload);
  const number = numberIn(ctx, message);
  const refs = [ref(Session, session), ref(User, message.userId)] as const;
  await ctx.store.execute(ctx, refs, ([before, user]) => {
    const known = user && numberOf(message.type, user) === number ? payload : null;
    const sent =
      message.type === "verify_sms_otp"
        ? ({ type: "session.otp.sms.sent", payload: known } as const)
        : ({ type: "session.otp.email.sent", payload: null } as const);
    return [before?.status === "active" ? [sent] : [], []];
  });
}

/** One that was used meanwhile is gone. */
async function recordOnPasskeyCode(ctx: Ctx, { userId, args }: Message): Promise<void> {
  const id = args?.codeId ?? "";
  const sent = { type: "user.human.passwordless.initialization.code.sent", payload: { id } } as const;
  await ctx.store.execute(ctx, [ref(PasskeyCode, userId, id)], ([code]) => [
    code === undefined ? [] : [sent],
  ]);
}

async function recordOnUser(
  ctx: Ctx,
  message: Message,
  payload: { readonly generatorInfo: GeneratorInfo } | null,
): Promise<void> {
  const { type, userId } = message;
  const number = numberIn(ctx, message);
  await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => {
    const event = user && sentFact(type, numberOf(type, user) === number ? payload : null);
    return [event === undefined ? [] : [event]];
  });
}

const numberIn = ({ secrets }: Pick<Ctx, "secrets">, { to }: Message): string =>
  secrets.open("message", to).toString();

/** The one that a code proves. What a service knows of another, which it replaced, must prove nothing of it. */
const numberOf = (type: MessageType, user: UserState): string | undefined =>
  user.kind === "human" ? user.human[type === "verify_phone" ? "phone" : "verifiedPhone"] : undefined;

function sentFact(type: MessageType, payload: { readonly generatorInfo: GeneratorInfo } | null) {
  switch (type) {
    case "init":
      return { type: "user.human.initialization.code.sent", payload: null } as const;
    case "password_reset":
      return { type: "user.human.password.code.sent", payload } as const;
    case "verify_email":
      return { type: "user.human.email.code.sent", payload: null } as const;
    case "verify_phone":
      return { type: "user.human.phone.code.sent", payload } as const;
    case "domain_claimed":
      return { type: "user.domain.claimed.sent", payload: null } as const;
    case "password_change":
      return { type: "user.human.password.change.sent", payload: null } as const;
    case "invite_user":
      return { type: "user.human.invite.code.sent", payload: null } as const;
    // Recorded elsewhere: in the session, and with the passkey's code.
    case "verify_sms_otp":
    case "verify_email_otp":
    case "passwordless_registration":
      return undefined;
  }
}

import type { Switched } from "#src/kits/providers/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Entity, EventMeta } from "#src/platform/eventstore/index.ts";
import type { EmailProviderEvent, SmtpFields, StoredLogin } from "./events.ts";

/** A mail server. */
export interface SmtpProvider extends SmtpFields, Switched {
  readonly kind: "smtp";
  readonly auth: StoredLogin;
  /** Kept only where it is logged in by password. */
  readonly password?: Sealed;
}

/** A web hook that sends. */
export interface HttpProvider extends Switched {
  readonly kind: "http";
  readonly description: string;
  readonly endpoint: string;
  readonly signingKey?: Sealed;
}

export type EmailProviderState = SmtpProvider | HttpProvider;

/** Somebody who sends mails for the instance. */
export const EmailProvider: Entity<EmailProviderState, EmailProviderEvent> = {
  table: "email_providers",
  aggregate: "instance",
  types: [
    "instance.smtp.config.added",
    "instance.smtp.config.changed",
    "instance.smtp.config.password.changed",
    "instance.smtp.config.http.added",
    "instance.smtp.config.http.changed",
    "instance.smtp.config.activated",
    "instance.smtp.config.deactivated",
    "instance.smtp.config.removed",
  ],
  version: 1,
  owner: "self",
  config: true,
  rowOf: ({ payload }) => payload.id,
  columns: {
    /** It sends, or stands by. */
    in_use: { type: "boolean", of: ({ activatedAt }) => activatedAt !== undefined },
  },
  evolve(provider, event, meta) {
    switch (event.type) {
      case "instance.smtp.config.added": {
        const { id: _id, auth, ...fields } = event.payload;
        return { kind: "smtp", ...fields, auth: auth ?? { type: fields.user === "" ? "none" : "plain" } };
      }
      case "instance.smtp.config.http.added": {
        const { id: _id, ...fields } = event.payload;
        return { kind: "http", ...fields };
      }
      default:
        return provider && evolveProvider(provider, event, meta);
    }
  },
};

type Later = Exclude<
  EmailProviderEvent,
  { type: "instance.smtp.config.added" | "instance.smtp.config.http.added" }
>;

function evolveProvider(
  provider: EmailProviderState,
  event: Later,
  meta: EventMeta,
): EmailProviderState | undefined {
  switch (event.type) {
    case "instance.smtp.config.changed": {
      const { id: _id, ...fields } = event.payload;
      return provider.kind === "smtp" ? withoutOldPassword({ ...provider, ...fields }) : provider;
    }
    case "instance.smtp.config.password.changed":
      return provider.kind === "smtp"
        ? { ...provider, auth: { type: "plain" }, password: event.payload.password }
        : provider;
    case "instance.smtp.config.http.changed": {
      const { id: _id, ...fields } = event.payload;
      return provider.kind === "http" ? { ...provider, ...fields } : provider;
    }
    case "instance.smtp.config.activated":
      return { ...provider, activatedAt: meta.createdAt };
    case "instance.smtp.config.deactivated": {
      const { activatedAt: _before, ...idle } = provider;
      return idle;
    }
    case "instance.smtp.config.removed":
      return undefined;
  }
}

/** A password that nobody logs in with any more is not kept. */
function withoutOldPassword(provider: SmtpProvider): SmtpProvider {
  if (provider.auth.type === "plain") return provider;
  const { password: _unused, ...rest } = provider;
  return rest;
}

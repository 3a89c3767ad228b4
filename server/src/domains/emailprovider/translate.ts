import type { AddEmailProviderSMTPRequest, AddSMTPConfigRequest } from "#contract/zitadel/admin_pb.ts";
import { SMTPConfigState, EmailProviderState as WireState } from "#contract/zitadel/settings_pb.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { details, type Wire } from "#src/platform/rpc/index.ts";
import type { StoredLogin } from "./events.ts";
import type { LoginInput, SmtpInput } from "./input.ts";
import type { EmailProviderState, SmtpProvider } from "./state.ts";

type Given = Pick<
  Wire<AddSMTPConfigRequest>,
  "senderAddress" | "senderName" | "tls" | "host" | "user" | "password"
> &
  Partial<Pick<Wire<AddSMTPConfigRequest>, "replyToAddress" | "description">>;

/** How requests name a login; those of the first generation know a password alone. */
type GivenAuth = Wire<AddEmailProviderSMTPRequest>["Auth"];

function loginFrom(user: string, password: string, auth: GivenAuth | undefined): LoginInput {
  switch (auth?.case) {
    case "none":
      return { type: "none" };
    case "plain":
      return { type: "plain", password: auth.value.password || password };
    case "xoauth2": {
      const { tokenEndpoint, scopes, OAuth2Type } = auth.value;
      const { clientId = "", clientSecret = "" } = OAuth2Type.value ?? {};
      return { type: "xoauth2", tokenEndpoint, scopes: [...scopes], clientId, clientSecret };
    }
    default:
      return user === "" ? { type: "none" } : { type: "plain", password };
  }
}

export const smtpFrom = (given: Given, auth?: GivenAuth): SmtpInput => ({
  description: given.description ?? "",
  senderAddress: given.senderAddress,
  senderName: given.senderName,
  replyToAddress: given.replyToAddress ?? "",
  tls: given.tls,
  host: given.host,
  user: given.user,
  auth: loginFrom(given.user, given.password, auth),
});

type ShownAuth =
  | { readonly case: "none" | "plain"; readonly value: Readonly<Record<never, never>> }
  | {
      readonly case: "xoauth2";
      readonly value: {
        readonly tokenEndpoint: string;
        readonly scopes: string[];
        readonly OAuth2Type: {
          readonly case: "clientCredentials";
          readonly value: { readonly clientId: string };
        };
      };
    };

function authV1(auth: StoredLogin): ShownAuth {
  if (auth.type !== "xoauth2") return { case: auth.type, value: {} };
  const { tokenEndpoint, scopes, clientId } = auth;
  const OAuth2Type = { case: "clientCredentials", value: { clientId } } as const;
  return { case: "xoauth2", value: { tokenEndpoint, scopes: [...scopes], OAuth2Type } };
}

const serverV1 = ({ senderAddress, senderName, tls, host, user, replyToAddress }: SmtpProvider) => ({
  senderAddress,
  senderName,
  tls,
  host,
  user,
  replyToAddress,
});

/** As the first generation has it; without its password. */
export const smtpConfigV1 = (row: Row<SmtpProvider>, isActive: boolean) => ({
  details: details(row),
  id: row.entityId,
  description: row.state.description,
  state: isActive ? SMTPConfigState.SMTP_CONFIG_ACTIVE : SMTPConfigState.SMTP_CONFIG_INACTIVE,
  ...serverV1(row.state),
});

type Config =
  | { readonly case: "smtp"; readonly value: ReturnType<typeof serverV1> & { readonly Auth: ShownAuth } }
  | { readonly case: "http"; readonly value: { readonly endpoint: string; readonly signingKey: string } };

const configOf = (state: EmailProviderState): Config =>
  state.kind === "smtp"
    ? { case: "smtp", value: { ...serverV1(state), Auth: authV1(state.auth) } }
    : { case: "http", value: { endpoint: state.endpoint, signingKey: "" } };

/** Without secrets. */
export const emailProviderV1 = (row: Row<EmailProviderState>, isActive: boolean) => ({
  details: details(row),
  id: row.entityId,
  state: isActive ? WireState.EMAIL_PROVIDER_ACTIVE : WireState.EMAIL_PROVIDER_INACTIVE,
  description: row.state.description,
  config: configOf(row.state),
});

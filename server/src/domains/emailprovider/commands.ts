import { hookEndpoint, newSigningKey, providerSwitch } from "#src/kits/providers/index.ts";
import { fresh, type Written } from "#src/platform/eventstore/index.ts";
import { notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { EmailProviderEvent, SmtpFields, StoredLogin } from "./events.ts";
import { checkFields, checkSmtp, type LoginInput, maySecretGo, type SmtpInput, secretOf } from "./input.ts";
import { EmailProvider, type EmailProviderState, type SmtpProvider } from "./state.ts";

/** All of the instance; one by its id; and which of them sends. */
export const providers = providerSwitch<EmailProviderState, EmailProviderEvent>({
  entity: EmailProvider,
  activated: (id) => ({ type: "instance.smtp.config.activated", payload: { id } }),
  deactivated: (id) => ({ type: "instance.smtp.config.deactivated", payload: { id } }),
  removed: (id) => ({ type: "instance.smtp.config.removed", payload: { id } }),
  prefix: "SMTPCONF",
  key: "Errors.SMTPConfig",
  channel: "email",
});

/** Secrets sealed; what was not given stays as it was. */
function sealedLogin(
  { secrets }: Pick<Ctx, "secrets">,
  auth: LoginInput,
): { readonly auth: StoredLogin; readonly password?: SmtpProvider["password"] & object } {
  if (auth.type === "none") return { auth };
  if (auth.type === "plain")
    return {
      auth: { type: "plain" },
      ...(auth.password === "" ? {} : { password: secrets.seal("smtp", auth.password) }),
    };
  const { clientSecret, ...rest } = auth;
  const sealed = clientSecret === "" ? {} : { clientSecret: secrets.seal("smtp", clientSecret) };
  return { auth: { ...rest, ...sealed } };
}

const fieldsOf = ({ auth: _auth, ...fields }: SmtpInput): SmtpFields => fields;

/** A new provider that does not send yet. @throws as `checkSmtp` */
export async function addSmtp(ctx: Ctx, input: SmtpInput): Promise<Written<EmailProviderState>> {
  await checkSmtp(ctx, input);
  const id = ctx.newId();
  const payload = { id, ...fieldsOf(input), ...sealedLogin(ctx, input.auth) };
  const [row] = await ctx.store.execute(ctx, [fresh(EmailProvider, ctx.instanceId, id)], () => [
    [{ type: "instance.smtp.config.added", payload }],
  ]);
  return row;
}

/**
 * The mail server that a new instance starts with, sending from the start; not written yet.
 * @throws invalid_argument with the field
 */
export function startingSmtp(ctx: Pick<Ctx, "instanceId" | "newId" | "secrets">, input: SmtpInput) {
  checkFields(input);
  const id = ctx.newId();
  const events: readonly EmailProviderEvent[] = [
    {
      type: "instance.smtp.config.added",
      payload: { id, ...fieldsOf(input), ...sealedLogin(ctx, input.auth) },
    },
    { type: "instance.smtp.config.activated", payload: { id } },
  ];
  return { ref: fresh(EmailProvider, ctx.instanceId, id), events };
}

function requireSmtp(provider: EmailProviderState | undefined): SmtpProvider {
  if (provider?.kind !== "smtp") throw notFound("SMTPCONF-Sm1nf", "Errors.SMTPConfig.NotFound");
  return provider;
}

/** A login that was given without its secret goes on with the one that there is. */
function keptSecret(before: StoredLogin, now: StoredLogin): StoredLogin {
  if (now.type !== "xoauth2" || now.clientSecret !== undefined || before.type !== "xoauth2") return now;
  return before.clientSecret === undefined ? now : { ...now, clientSecret: before.clientSecret };
}

/** @throws failed_precondition SMTPCONF-Up2pw where a secret that is kept may not go */
function requireSecretElsewhere(before: SmtpProvider, now: SmtpInput): void {
  if (secretOf(now.auth) !== "" || before.auth.type !== now.auth.type) return;
  const kept = before.auth.type === "xoauth2" ? before.auth.clientSecret : before.password;
  if (kept !== undefined && !maySecretGo(before, now))
    throw precondition("SMTPCONF-Up2pw", "Errors.SMTPConfig.SecretNeeded", { field: "password" });
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** @throws as `checkSmtp` and `requireSecretElsewhere`; failed_precondition when nothing is another */
export async function changeSmtp(
  ctx: Ctx,
  id: string,
  input: SmtpInput,
): Promise<Written<EmailProviderState>> {
  await providers.require(ctx, id);
  await checkSmtp(ctx, input);
  const login = sealedLogin(ctx, input.auth);
  const [row] = await ctx.store.execute(ctx, [providers.refOf(ctx, id)], ([provider]) => {
    const before = requireSmtp(provider);
    requireSecretElsewhere(before, input);
    const now = { ...fieldsOf(input), ...login, auth: keptSecret(before.auth, login.auth) };
    const changed: Partial<typeof now> = Object.fromEntries(
      Object.entries(now).filter(([name, value]) => !isSame(Reflect.get(before, name), value)),
    );
    if (Object.keys(changed).length === 0)
      throw precondition("SMTPCONF-Sm1nc", "Errors.SMTPConfig.NotChanged");
    return [[{ type: "instance.smtp.config.changed", payload: { id, ...changed } }]];
  });
  return row;
}

/** @param password an empty one is that of nobody: it is kept as it is given */
export async function changeSmtpPassword(
  ctx: Ctx,
  id: string,
  password: string,
): Promise<Written<EmailProviderState>> {
  const sealed = ctx.secrets.seal("smtp", password);
  const [row] = await ctx.store.execute(ctx, [providers.refOf(ctx, id)], ([provider]) => {
    requireSmtp(provider);
    return [[{ type: "instance.smtp.config.password.changed", payload: { id, password: sealed } }]];
  });
  return row;
}

export interface HttpFields {
  readonly description: string;
  readonly endpoint: string;
}

/** @returns the row, and the key that its calls are signed with. @throws invalid_argument */
export async function addHttp(ctx: Ctx, { description, endpoint }: HttpFields) {
  hookEndpoint("SMTPCONF-Ep1nv", "Errors.SMTPConfig.EndpointInvalid", endpoint);
  const id = ctx.newId();
  const { plain, sealed } = newSigningKey(ctx.secrets, "smtp");
  const payload = { id, description, endpoint, signingKey: sealed };
  const [row] = await ctx.store.execute(ctx, [fresh(EmailProvider, ctx.instanceId, id)], () => [
    [{ type: "instance.smtp.config.http.added", payload }],
  ]);
  return { row, signingKey: plain };
}

/**
 * @param renews the calls are signed with a new key from now on, which is answered
 * @throws invalid_argument; failed_precondition when nothing is another
 */
export async function changeHttp(
  ctx: Ctx,
  id: string,
  { description, endpoint }: HttpFields,
  { renews }: { readonly renews: boolean },
) {
  hookEndpoint("SMTPCONF-Ep2nv", "Errors.SMTPConfig.EndpointInvalid", endpoint);
  const key = renews ? newSigningKey(ctx.secrets, "smtp") : undefined;
  const [row] = await ctx.store.execute(ctx, [providers.refOf(ctx, id)], ([before]) => {
    if (before?.kind !== "http") throw notFound("SMTPCONF-Ht1nf", "Errors.SMTPConfig.NotFound");
    const changed = {
      ...(before.description === description ? {} : { description }),
      ...(before.endpoint === endpoint ? {} : { endpoint }),
      ...(key === undefined ? {} : { signingKey: key.sealed }),
    };
    if (Object.keys(changed).length === 0)
      throw precondition("SMTPCONF-Ht1nc", "Errors.SMTPConfig.NotChanged");
    return [[{ type: "instance.smtp.config.http.changed", payload: { id, ...changed } }]];
  });
  return { row, signingKey: key?.plain };
}

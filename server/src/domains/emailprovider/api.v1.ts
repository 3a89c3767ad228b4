import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { activeOf } from "#src/kits/providers/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { addHttp, addSmtp, changeHttp, changeSmtp, changeSmtpPassword, providers } from "./commands.ts";
import type { EmailProviderState, SmtpProvider } from "./state.ts";
import { emailProviderV1, smtpConfigV1, smtpFrom } from "./translate.ts";
import { tryProvider, trySmtp } from "./try-out.ts";

type ProviderRow = Row<EmailProviderState>;

const isSmtp = (row: ProviderRow): row is Row<SmtpProvider> => row.state.kind === "smtp";

/** @throws not_found when none is active, or the wanted one is of another kind */
function required<R>(row: R | undefined): R {
  if (row === undefined) throw notFound("SMTPCONF-Ac1nf", "Errors.SMTPConfig.NotFound");
  return row;
}

const oneOf = async (ctx: Ctx, id: string) => {
  const row = await providers.require(ctx, id);
  return { row, isActive: activeOf(await providers.all(ctx))?.entityId === id };
};

function paged<R extends ProviderRow>(rows: readonly R[], query: Parameters<typeof listPage>[0]) {
  const { offset, limit, asc } = listPage(query);
  const sorted = rows.toSorted((a, b) => (asc ? 1 : -1) * (a.createdAt.getTime() - b.createdAt.getTime()));
  return sorted.slice(offset, offset + limit);
}

interface OfProvider {
  readonly id: string;
}

/** What both namings of the calls do alike. */
const activate = async ({ id }: OfProvider, ctx: Ctx) => ({
  details: changedV1(await providers.activate(ctx, id)),
});
const deactivate = async ({ id }: OfProvider, ctx: Ctx) => ({
  details: changedV1(await providers.deactivate(ctx, id)),
});
const remove = async ({ id }: OfProvider, ctx: Ctx) => ({
  details: changedV1(await providers.remove(ctx, id)),
});
const setPassword = async ({ id, password }: OfProvider & { readonly password: string }, ctx: Ctx) => ({
  details: changedV1(await changeSmtpPassword(ctx, id, password)),
});
const testById = async (
  { id, receiverAddress }: OfProvider & { readonly receiverAddress: string },
  ctx: Ctx,
) => {
  await tryProvider(ctx, id, receiverAddress);
  return {};
};

/** The older names, which know mail servers alone. */
export const smtpConfigPart = part(AdminService, {
  async getSMTPConfig(_request, ctx) {
    const active = activeOf(await providers.all(ctx));
    return { smtpConfig: smtpConfigV1(required(active && isSmtp(active) ? active : undefined), true) };
  },
  async getSMTPConfigById({ id }, ctx) {
    const { row, isActive } = await oneOf(ctx, id);
    return { smtpConfig: smtpConfigV1(required(isSmtp(row) ? row : undefined), isActive) };
  },
  async listSMTPConfigs({ query }, ctx) {
    const all = await providers.all(ctx);
    const rows = all.filter(isSmtp);
    const activeId = activeOf(all)?.entityId;
    return {
      details: listDetailsV1(rows.length, ctx.now),
      result: paged(rows, query).map((row) => smtpConfigV1(row, row.entityId === activeId)),
    };
  },
  async addSMTPConfig(request, ctx) {
    const row = await addSmtp(ctx, smtpFrom(request));
    return { details: addedV1(row), id: row.entityId };
  },
  async updateSMTPConfig(request, ctx) {
    return { details: changedV1(await changeSmtp(ctx, request.id, smtpFrom(request))) };
  },
  updateSMTPConfigPassword: setPassword,
  activateSMTPConfig: activate,
  deactivateSMTPConfig: deactivate,
  removeSMTPConfig: remove,
  testSMTPConfigById: testById,
  async testSMTPConfig(request, ctx) {
    await trySmtp(ctx, smtpFrom(request), request.receiverAddress, request.id);
    return {};
  },
});

export const adminPart = part(AdminService, {
  async getEmailProvider(_request, ctx) {
    return { config: emailProviderV1(required(activeOf(await providers.all(ctx))), true) };
  },
  async getEmailProviderById({ id }, ctx) {
    const { row, isActive } = await oneOf(ctx, id);
    return { config: emailProviderV1(row, isActive) };
  },
  async listEmailProviders({ query }, ctx) {
    const rows = await providers.all(ctx);
    const activeId = activeOf(rows)?.entityId;
    return {
      details: listDetailsV1(rows.length, ctx.now),
      result: paged(rows, query).map((row) => emailProviderV1(row, row.entityId === activeId)),
    };
  },
  async addEmailProviderSMTP(request, ctx) {
    const row = await addSmtp(ctx, smtpFrom(request, request.Auth));
    return { details: addedV1(row), id: row.entityId };
  },
  async updateEmailProviderSMTP(request, ctx) {
    return { details: changedV1(await changeSmtp(ctx, request.id, smtpFrom(request, request.Auth))) };
  },
  updateEmailProviderSMTPPassword: setPassword,
  async addEmailProviderHTTP({ endpoint, description }, ctx) {
    const { row, signingKey } = await addHttp(ctx, { endpoint, description });
    return { details: addedV1(row), id: row.entityId, signingKey };
  },
  async updateEmailProviderHTTP({ id, endpoint, description, expirationSigningKey }, ctx) {
    const renews = expirationSigningKey !== undefined;
    const { row, signingKey } = await changeHttp(ctx, id, { endpoint, description }, { renews });
    return { details: changedV1(row), ...(signingKey === undefined ? {} : { signingKey }) };
  },
  activateEmailProvider: activate,
  deactivateEmailProvider: deactivate,
  removeEmailProvider: remove,
  testEmailProviderSMTPById: testById,
  async testEmailProviderSMTP(request, ctx) {
    await trySmtp(ctx, smtpFrom(request, request.Auth), request.receiverAddress, request.id);
    return {};
  },
});

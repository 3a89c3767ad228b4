/** Accounts at identity providers that people log in with: rows of their user, as service users' credentials are. */
import { createHash } from "node:crypto";
import { providerById } from "#src/domains/idp/index.ts";
import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";
import { alreadyExists, invalid, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** `userId` is the one that the provider knows them by. */
export type IdpLinkEvent =
  | {
      readonly type: "user.human.externalidp.added";
      readonly payload: {
        readonly idpConfigId: string;
        readonly userId: string;
        readonly displayName: string;
      };
    }
  | {
      readonly type: "user.human.externalidp.removed";
      readonly payload: { readonly idpConfigId: string; readonly userId: string };
    };

export interface IdpLinkState {
  readonly idpId: string;
  readonly externalUserId: string;
  readonly displayName: string;
}

/** A name for it of one length, that keeps nothing of the provider's id, whatever that is. */
export const idpLinkId = (idpId: string, externalUserId: string): string =>
  createHash("sha256")
    .update(JSON.stringify([idpId, externalUserId]))
    .digest("base64url");

const taken = { id: "USER-Ln1tk", key: "Errors.User.ExternalIDP.AlreadyExists" } as const;

/** Its entity id is `idpLinkId`. An account elsewhere is one person's. */
export const IdpLink: Entity<IdpLinkState, IdpLinkEvent> = {
  table: "user_idp_links",
  aggregate: "user",
  types: ["user.human.externalidp.added", "user.human.externalidp.removed"],
  version: 1,
  rowOf: ({ payload }) => idpLinkId(payload.idpConfigId, payload.userId),
  evolve: (_link, { type, payload }) =>
    type === "user.human.externalidp.added"
      ? { idpId: payload.idpConfigId, externalUserId: payload.userId, displayName: payload.displayName }
      : undefined,
  unique: (_link, { entityId }) => [{ kind: "external_idps", value: entityId, taken }],
  personal: {
    fields: {
      "user.human.externalidp.added": ["userId", "displayName"],
      "user.human.externalidp.removed": ["userId"],
    },
  },
};

export interface NewIdpLink {
  readonly idpId: string;
  readonly externalUserId: string;
  readonly displayName: string;
}

interface Person {
  readonly userId: string;
  readonly orgId: string;
}

/** A row beside a person's own, and what happens to it. */
export interface NewLinkRow {
  readonly ref: Ref<IdpLinkState, IdpLinkEvent>;
  readonly events: readonly IdpLinkEvent[];
}

/**
 * A link that is not written yet: its row and events, for the unit that adds it.
 * @throws invalid_argument USER-Ln2em; failed_precondition USER-Ln3id for a provider that people of the organization
 *   cannot use
 */
export async function prepareIdpLink(
  ctx: Ctx,
  { userId, orgId }: Person,
  { idpId, externalUserId, displayName }: NewIdpLink,
): Promise<NewLinkRow> {
  if (idpId === "" || externalUserId === "")
    throw invalid("USER-Ln2em", "Errors.Invalid.Argument", { field: "idpLink" });
  if (!(await providerById(ctx, orgId, idpId)))
    throw precondition("USER-Ln3id", "Errors.IDPConfig.NotExisting", { field: "idpId" });
  const payload = { idpConfigId: idpId, userId: externalUserId, displayName };
  return {
    ref: ref(IdpLink, userId, idpLinkId(idpId, externalUserId)),
    events: [{ type: "user.human.externalidp.added", payload }],
  };
}

/** All that somebody begins with. @throws as `prepareIdpLink`; already_exists USER-Ln1tk for one given twice */
export async function prepareIdpLinks(
  ctx: Ctx,
  person: Person,
  wanted: readonly NewIdpLink[] = [],
): Promise<readonly NewLinkRow[]> {
  const rows = await Promise.all(wanted.map((link) => prepareIdpLink(ctx, person, link)));
  if (new Set(rows.map((row) => row.ref.entityId)).size !== rows.length)
    throw alreadyExists(taken.id, taken.key, { field: "idpLinks" });
  return rows;
}

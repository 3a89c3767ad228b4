import type { MessageInitShape } from "@bufbuild/protobuf";
import type { ChangeQuery, ChangeSchema } from "#contract/zitadel/change_pb.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import type { EventFilter } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { editorsOf } from "./editors.ts";
import { eventTypeText } from "./texts.ts";
import { windowOf } from "./window.ts";

/** Whose changes: an aggregate, or what its events say of one of its parts. */
export interface Subject {
  readonly aggregate: "org" | "project" | "user";
  readonly id: string;
  readonly part?: Readonly<Record<string, string>>;
}

const aboutSubject = ({ aggregate, id, part }: Subject) => ({
  aggregateTypes: [aggregate],
  aggregateIds: [id],
  ...(part === undefined ? {} : { payload: part }),
});

/** What happened to it and who did it; newest first unless asked otherwise. Nothing of what the events hold. */
export async function listChanges(
  ctx: Ctx,
  subject: Subject,
  query: Wire<ChangeQuery> | undefined,
): Promise<{ readonly result: MessageInitShape<typeof ChangeSchema>[] }> {
  const stretch = query ?? { sequence: 0n, limit: 0, asc: false };
  const filter: EventFilter = { ...aboutSubject(subject), ...(await windowOf(ctx, stretch)) };
  const events = await ctx.store.events(ctx.instanceId, filter);
  const editorOf = await editorsOf(ctx, events);
  const result = events.map((event) => {
    const { id, displayName, loginName, avatarUrl } = editorOf(event);
    return {
      changeDate: timestamp(new Date(event.createdAt)),
      eventType: eventTypeText(event.type, ctx.languages),
      sequence: BigInt(event.sequence),
      editorId: id,
      editorDisplayName: displayName,
      editorPreferredLoginName: loginName,
      editorAvatarUrl: avatarUrl,
      resourceOwnerId: event.owner,
    };
  });
  return { result };
}

/**
 * The history of what is gone is for those who could see all of its kind in the context organization.
 * @param require throws not_found for what is not there, or not the caller's
 * @param permission to see what there is
 */
export async function requireNowOrPast(
  ctx: Ctx,
  subject: Subject,
  permission: string,
  require: () => Promise<unknown>,
): Promise<void> {
  try {
    await require();
  } catch (refusal) {
    if (!(refusal instanceof Failure && refusal.kind === "not_found")) throw refusal;
    const scope = await callerScope(ctx, permission);
    if (!scope.all && !scope.orgIds.includes(ctx.orgId)) throw refusal;
    const filter = { ...aboutSubject(subject), owner: ctx.orgId, limit: 1 };
    if ((await ctx.store.events(ctx.instanceId, filter)).length === 0) throw refusal;
  }
}

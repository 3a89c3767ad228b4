import { AdminService, type ListEventsRequest } from "#contract/zitadel/admin_pb.ts";
import { wholeMillisecond } from "#src/kits/search/index.ts";
import type { EventFilter } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, type ServicePart, timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { editorsOf } from "./editors.ts";
import { createPayloads, type Told } from "./payload.ts";
import { aggregateTypeText, eventTypeText } from "./texts.ts";
import { windowOf } from "./window.ts";

type Times = Pick<EventFilter, "from" | "to">;

/** A single time is where the list starts, in its direction. */
function timesOf({ asc, creationDate, creationDateFilter }: Wire<ListEventsRequest>): Times {
  if (creationDateFilter.case === "range") {
    const { since, until } = creationDateFilter.value;
    return {
      ...(since === undefined ? {} : { from: dateOf(since) }),
      ...(until === undefined ? {} : { to: dateOf(until) }),
    };
  }
  const start = creationDateFilter.case === "from" ? creationDateFilter.value : creationDate;
  if (start === undefined) return {};
  return asc ? { from: dateOf(start) } : { to: dateOf(start) };
}

const dateOf = (time: Parameters<typeof wholeMillisecond>[0]): Date => new Date(wholeMillisecond(time).start);

async function filterOf(ctx: Ctx, request: Wire<ListEventsRequest>): Promise<EventFilter> {
  const { editorUserId, eventTypes, aggregateId, aggregateTypes, resourceOwner } = request;
  const { from: start, ...window } = await windowOf(ctx, request);
  const { from = start, to } = timesOf(request);
  const later = start !== undefined && from !== undefined && start > from ? start : from;
  return {
    ...window,
    ...(editorUserId === "" ? {} : { creator: editorUserId }),
    ...(eventTypes.length === 0 ? {} : { types: eventTypes }),
    ...(aggregateId === "" ? {} : { aggregateIds: [aggregateId] }),
    ...(aggregateTypes.length === 0 ? {} : { aggregateTypes }),
    ...(resourceOwner === "" ? {} : { owner: resourceOwner }),
    ...(later === undefined ? {} : { from: later }),
    ...(to === undefined ? {} : { to }),
  };
}

async function listEvents(
  ctx: Ctx,
  request: Wire<ListEventsRequest>,
  payloadOf: ReturnType<typeof createPayloads>,
) {
  const events = await ctx.store.events(ctx.instanceId, await filterOf(ctx, request));
  const editorOf = await editorsOf(ctx, events);
  return events.map((event) => {
    const editor = editorOf(event);
    const { aggregateType, type } = event;
    return {
      editor: { userId: editor.id, displayName: editor.displayName },
      aggregate: {
        id: event.aggregateId,
        type: { type: aggregateType, localized: aggregateTypeText(aggregateType, ctx.languages) },
        resourceOwner: event.owner,
      },
      sequence: BigInt(event.sequence),
      creationDate: timestamp(new Date(event.createdAt)),
      payload: payloadOf(event),
      type: { type, localized: eventTypeText(type, ctx.languages) },
    };
  });
}

/** @param entities all of the product's, whose events there are */
export function adminPart(entities: readonly Told[]): ServicePart {
  const payloadOf = createPayloads(entities);
  const eventTypes = entities.flatMap(({ types }) => types).toSorted();
  const aggregateTypes = [...new Set(entities.map(({ aggregate }) => aggregate))].toSorted();
  return part(AdminService, {
    async listEvents(request, ctx) {
      return { events: await listEvents(ctx, request, payloadOf) };
    },
    async listEventTypes(_request, { languages }) {
      return { eventTypes: eventTypes.map((type) => ({ type, localized: eventTypeText(type, languages) })) };
    },
    async listAggregateTypes(_request, { languages }) {
      return {
        aggregateTypes: aggregateTypes.map((type) => ({
          type,
          localized: aggregateTypeText(type, languages),
        })),
      };
    },
    /* What is written can be read at once: there are no views that lag, and no events that views failed at. */
    async listViews() {
      return { result: [] };
    },
    async listFailedEvents() {
      return { result: [] };
    },
    async removeFailedEvent() {
      return {};
    },
  });
}

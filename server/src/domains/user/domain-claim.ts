/** What happens to users of other organizations when a domain is shown to be somebody's: their names are not theirs. */
import { messageJob } from "#src/domains/message/index.ts";
import { type ClaimedDomain, claimJob } from "#src/domains/org/index.ts";
import { type Job, type Ref, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserEvent } from "./events.ts";
import { usersNamedUnder } from "./queries.ts";
import { User, type UserState } from "./state.ts";

/** Renamed in the unit that verifies the domain; more are renamed by a job. */
const fewUsers = 50;

/** The part of a unit that renames users: rows, events, and jobs for what follows. */
export interface DomainClaim {
  readonly refs: readonly Ref<UserState, UserEvent>[];
  decide(users: readonly (UserState | undefined)[]): readonly (readonly UserEvent[])[];
  /** The messages to those renamed; where there are too many for a unit, the job that renames them. */
  jobs(before: readonly (UserState | undefined)[]): readonly Job[];
}

/**
 * Renames the users of other organizations whose names end in a domain.
 * @param elsewhere users whose rows the unit holds already; with one of them all are left to the job
 */
export async function prepareDomainClaim(
  ctx: Ctx,
  claimed: ClaimedDomain,
  elsewhere: readonly string[] = [],
): Promise<DomainClaim> {
  const users = await usersNamedUnder(ctx, claimed, fewUsers + 1);
  if (users.length === 0) return { refs: [], decide: () => [], jobs: () => [] };
  if (users.length > fewUsers || users.some(({ aggregateId }) => elsewhere.includes(aggregateId)))
    return { refs: [], decide: () => [], jobs: () => [claimJob(claimed)] };
  const refs = users.map(({ aggregateId }) => ref(User, aggregateId));
  const rename = refs.map(({ aggregateId }) => loseName(claimed, aggregateId));
  return {
    refs,
    decide: (before) => rename.map((decision, n) => decision(before[n])),
    jobs: (before) =>
      users.flatMap(({ aggregateId, owner }, n) =>
        isNamedUnder(before[n], claimed.domain)
          ? messageTo(ctx, claimed, { user: before[n], userId: aggregateId, orgId: owner })
          : [],
      ),
  };
}

/**
 * Renames some of those who still are to be.
 * @returns how many were, `limit` at most: whoever the database finds for other reasons would be found for ever
 */
export async function claimNames(ctx: Ctx, claimed: ClaimedDomain, limit: number): Promise<number> {
  const { domain } = claimed;
  const found = await usersNamedUnder(ctx, claimed, limit);
  const users = found.filter(({ state }) => isNamedUnder(state, domain));
  await Promise.all(
    users.map(({ aggregateId, owner }) => {
      const rename = loseName(claimed, aggregateId);
      return ctx.store.execute(ctx, [ref(User, aggregateId)], ([user]) => [rename(user)], {
        lane: "bulk",
        jobs: ([user]) =>
          isNamedUnder(user, domain)
            ? messageTo(ctx, claimed, { user, userId: aggregateId, orgId: owner })
            : [],
      });
    }),
  );
  return users.length;
}

const isNamedUnder = (user: UserState | undefined, domain: string): boolean =>
  user !== undefined && !user.scopedToOrg && lowerByLetter(user.userName).endsWith(`@${domain}`);

/** Lower case as the database has it, letter by letter: it makes one of "İ", which JavaScript makes two of. */
const lowerByLetter = (text: string): string =>
  [...text].map((letter) => [...letter.toLowerCase()][0] ?? letter).join("");

const loseName =
  ({ domain, temporaryDomain }: ClaimedDomain, userId: string) =>
  (user: UserState | undefined): readonly UserEvent[] => {
    if (!isNamedUnder(user, domain)) return [];
    const userName = temporaryName(userId, temporaryDomain);
    return [{ type: "user.domain.claimed", payload: { userName, userLoginMustBeDomain: false } }];
  };

const temporaryName = (userId: string, temporaryDomain: string): string => `${userId}@${temporaryDomain}`;

/** People are told the name that they have now; the one they had stands in their history, and not in the job. */
function messageTo(
  ctx: Ctx,
  { domain, temporaryDomain }: ClaimedDomain,
  {
    user,
    userId,
    orgId,
  }: { readonly user: UserState | undefined; readonly userId: string; readonly orgId: string },
): readonly Job[] {
  if (user?.kind !== "human" || user.human.email === "") return [];
  const args = { domain, tempUserName: temporaryName(userId, temporaryDomain) };
  return [
    messageJob(ctx, { type: "domain_claimed", channel: "email", userId, orgId, to: user.human.email, args }),
  ];
}

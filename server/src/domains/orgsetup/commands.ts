import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { type Wanted, withinMessageLimits } from "#src/domains/message/index.ts";
import {
  addDomain,
  claimOf,
  isReservedDomain,
  newOrg,
  normalDomain,
  Org,
  OrgDomain,
  type OrgState,
} from "#src/domains/org/index.ts";
import {
  type DomainClaim,
  type NewHuman,
  prepareDomainClaim,
  prepareHuman,
  User,
} from "#src/domains/user/index.ts";
import { newRoot } from "#src/kits/chosenid/index.ts";
import { addMember, memberRef } from "#src/kits/members/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import {
  type AnyRef,
  type Draft,
  type Job,
  type Refs,
  ref,
  type States,
  type Written,
} from "#src/platform/eventstore/index.ts";
import { alreadyExists, invalid, required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Who manages a new organization from the start: a user that is there, or a person made with it. */
export type Owner = { readonly roles: readonly string[] } & (
  | { readonly userId: string }
  | { readonly human: Omit<NewHuman, "orgId"> }
);

export interface OrgSetup {
  readonly name: string;
  /** An id of the caller's choice; must be free. */
  readonly orgId?: string | undefined;
  /** A domain beside the generated one. */
  readonly domain?: string | undefined;
  readonly owners: readonly Owner[];
}

export interface PlacedOwner {
  readonly userId: string;
  readonly created: boolean;
  readonly emailCode: string | undefined;
  readonly phoneCode: string | undefined;
}

/** The rows of one part of the unit, and their events. */
interface Piece {
  readonly refs: readonly AnyRef[];
  /** `states` are those of `refs`. */
  decide(states: States<readonly AnyRef[]>): readonly (readonly Draft[])[];
  jobs?(states: States<readonly AnyRef[]>): readonly Job[];
}

/** Keeps the types of the states until the piece is one of many. */
const pieceOf = <const R extends Refs>(
  refs: R,
  said: {
    decide(states: States<R>): readonly (readonly Draft[])[];
    jobs?(states: States<R>): readonly Job[];
  },
): Piece => ({ refs, ...said });

/** An organization with its first managers, all in one unit: either everything is there, or nothing. */
export async function setUpOrg(
  ctx: Ctx,
  { name, orgId: chosen, domain, owners }: OrgSetup,
): Promise<{ readonly org: Written<OrgState>; readonly owners: readonly PlacedOwner[] }> {
  const used = { id: "ORGSETUP-Id6us", key: "Errors.Org.AlreadyExisting", field: "organizationId" } as const;
  // What belongs to the instance has its id as owner: it would be the organization's as well.
  if (chosen === ctx.instanceId) throw alreadyExists(used.id, used.key);
  const root = newRoot(ctx, Org, chosen, used);
  const orgId = root.aggregateId;
  const org = newOrg(ctx, name, root);
  const home: OrgState = { name, active: true, primaryDomain: "" };
  const placed = await placeAll(ctx, orgId, home, owners);
  if (new Set(placed.map(({ userId }) => userId)).size !== placed.length)
    throw invalid("ORGSETUP-Tw1ce", "Errors.Member.AlreadyExists", { field: "admins" });
  const generated = org.refs[1].entityId;
  const userIds = placed.map(({ userId }) => userId);
  const pieces: readonly Piece[] = [
    claimPiece(await prepareDomainClaim(ctx, claimOf(ctx, orgId, generated), userIds)),
    ...(domain ? await ownDomain(ctx, orgId, home, domain, generated, userIds) : []),
    ...placed.map(({ piece }) => piece),
  ];
  const refs = [...org.refs, ...pieces.flatMap((piece) => piece.refs)] as const;
  const [written] = await withinMessageLimits(
    ctx,
    placed.flatMap(({ messages }) => messages),
    () =>
      ctx.store.execute(
        ctx,
        refs,
        ([before, _domain, ...states]) => [
          ...org.decide(before),
          ...ofEach(pieces, states, (piece, own) => piece.decide(own)),
        ],
        { jobs: ([, , ...states]) => ofEach(pieces, states, (piece, own) => piece.jobs?.(own) ?? []) },
      ),
  );
  return { org: written, owners: placed };
}

/** What the pieces say one after another, each of the states of its own refs. */
function ofEach<T>(
  pieces: readonly Piece[],
  states: States<readonly AnyRef[]>,
  say: (piece: Piece, own: States<readonly AnyRef[]>) => readonly T[],
): readonly T[] {
  let from = 0;
  return pieces.flatMap((piece) => {
    const own = states.slice(from, from + piece.refs.length);
    from += piece.refs.length;
    return say(piece, own);
  });
}

/** Users of other organizations lose names that end in a domain of the new one. */
const claimPiece = (claim: DomainClaim): Piece => pieceOf(claim.refs, claim);

/** The named domain, unless it is the generated one anyway; whether it has to be proven is decided in the unit. */
async function ownDomain(
  ctx: Ctx,
  orgId: string,
  home: OrgState,
  input: string,
  generated: string,
  ownerIds: readonly string[],
): Promise<readonly Piece[]> {
  const domain = normalDomain(input);
  if (domain === generated) return [];
  if (await isReservedDomain(ctx, domain))
    throw invalid("ORGSETUP-Re5vd", "Errors.Org.Domain.Reserved", { field: "org.domain" });
  const claim = await prepareDomainClaim(ctx, claimOf(ctx, orgId, domain), ownerIds);
  const policy = policyRef(domainPolicy, "instance", ctx.instanceId);
  const isTaken = ({ validateOrgDomains } = domainPolicy.defaults) => !validateOrgDomains;
  const piece = pieceOf([policy, ref(OrgDomain, orgId, domain), ...claim.refs], {
    decide([set, _domain, ...users]) {
      const verified = isTaken(set);
      const renamed = verified ? claim.decide(users) : claim.refs.map(() => []);
      return [[], addDomain(domain, { verified })(home, undefined), ...renamed];
    },
    jobs: ([set, _domain, ...users]) => (isTaken(set) ? claim.jobs(users) : []),
  });
  return [piece];
}

type Placed = PlacedOwner & { readonly piece: Piece; readonly messages: readonly Wanted[] };

/** In one request: each that is made may have a password, which takes a while to hash. */
const maxOwners = 100;

/** One after another, so that their passwords leave room for those of people who log in meanwhile. */
async function placeAll(
  ctx: Ctx,
  orgId: string,
  home: OrgState,
  owners: readonly Owner[],
): Promise<readonly Placed[]> {
  if (owners.length > maxOwners)
    throw invalid("ORGSETUP-Mn1ny", "Errors.Invalid.Argument", { field: "admins" });
  const placed: Placed[] = [];
  for (const owner of owners) placed.push(await place(ctx, orgId, home, owner));
  return placed;
}

async function place(ctx: Ctx, orgId: string, home: OrgState, owner: Owner): Promise<Placed> {
  const roles = owner.roles.length === 0 ? ["ORG_OWNER"] : owner.roles;
  const manages = { kind: "org", id: orgId } as const;
  if ("userId" in owner) {
    const { userId } = owner;
    const join = addMember(manages, userId, roles);
    const piece = pieceOf([ref(User, userId), memberRef(manages, userId)], {
      decide: ([user]) => {
        required(user, "ORGSETUP-Us1nf", "Errors.User.NotFound");
        return [[], join(undefined)];
      },
    });
    return { userId, created: false, emailCode: undefined, phoneCode: undefined, messages: [], piece };
  }
  const human = await prepareHuman(ctx, { ...owner.human, orgId });
  const { userId, emailCode, phoneCode } = human;
  const join = addMember(manages, userId, roles);
  const beside = human.beside.map((row) => row.ref);
  const piece = pieceOf([human.ref, memberRef(manages, userId), ...beside], {
    decide: ([user]) => [
      human.decide(home, user),
      join(undefined),
      ...human.beside.map(({ events }) => events),
    ],
    jobs: () => human.jobs,
  });
  return { userId, created: true, emailCode, phoneCode, messages: human.messages, piece };
}

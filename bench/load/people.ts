/** Fills an instance with very many people and some service users, whose names are spread as names are. */
import { Org, OrgDomain } from "../../server/src/domains/org/state.ts";
import type { UserEvent } from "../../server/src/domains/user/events.ts";
import { User } from "../../server/src/domains/user/state.ts";
import { metadataEntity } from "../../server/src/kits/metadata/index.ts";
import { fresh, type OpenStore, ownedBy, type Writer } from "../../server/src/platform/eventstore/index.ts";
import { idOf } from "./fill.ts";

export interface FilledPeople {
  readonly users: number;
  readonly seconds: number;
  /** Of history, per second. */
  readonly eventsPerSecond: number;
}

/** Organizations, of which the first has 40 % of all users, the next five 8 % each, and the others the rest. */
const manyOrgs = 100;
/** Users of organizations from here on have names that are unique in their organization alone. */
const firstScoped = 90;

const perUnit = 100;
const inFlight = 8;
const bulk = { lane: "bulk" } as const;

const givenStarts = "Ad Al Be Car Da El Fa Ga Ha Is Jo Ka Le Ma Na Ol Pa Ra Sa Ti Ur Vi Wa Yas Zo".split(" ");
const givenEnds = "a ela ia ian ik ina is lena lia lo mir na nar ne nia rah ro sha so vin".split(" ");
const familyStarts = "Acker Berg Brenn Dorn Eich Feld Gold Hammer Horn Kauf Kirch Lang Linden Moor Neu".split(
  " ",
);
const familyMiddles = "a e en er es i in le li o on s st ten u".split(" ");
const familyEnds = "bach bauer berger dorf feld gruber hauser hofer linger mann maier meyer rath ried".split(
  " ",
);

const one = (words: readonly string[], n: number): string => words[n % words.length] ?? "";

/** Few names are frequent and many are rare: the remainder of a square is small more often than large. */
const skewed = (n: number, count: number): number => {
  const share = ((n * 7_919) % 1_000_003) / 1_000_003;
  return Math.floor(share * share * count);
};

export const givenNameOf = (n: number): string => {
  const k = skewed(n, givenStarts.length * givenEnds.length);
  return one(givenStarts, k) + one(givenEnds, Math.floor(k / givenStarts.length));
};

export const familyNameOf = (n: number): string => {
  const k = skewed(n * 31 + 7, familyStarts.length * familyMiddles.length * familyEnds.length);
  const rest = Math.floor(k / familyStarts.length);
  return (
    one(familyStarts, k) + one(familyMiddles, rest) + one(familyEnds, Math.floor(rest / familyMiddles.length))
  );
};

export const orgOf = (n: number): number => {
  const part = n % 100;
  if (part < 40) return 0;
  if (part < 80) return 1 + Math.floor((part - 40) / 8);
  return 6 + (Math.floor(n / 100) % (manyOrgs - 6));
};

const isMachine = (n: number): boolean => n % 50 === 49;
const localOf = (n: number): string => `${givenNameOf(n)}.${familyNameOf(n)}.${n}`.toLowerCase();

export const userNameOf = (n: number): string => {
  if (isMachine(n)) return `service-${n}`;
  return orgOf(n) >= firstScoped ? localOf(n) : `${localOf(n)}@org-${orgOf(n)}.load.example`;
};
export const emailOf = (n: number): string => `${localOf(n)}@${one(["mail", "post", "inbox"], n)}.example`;
export const phoneOf = (n: number): string => `+4179${String((n * 7) % 10_000_000).padStart(7, "0")}`;

const added = (n: number): UserEvent => {
  const scope = orgOf(n) >= firstScoped ? { userLoginMustBeDomain: true } : {};
  if (isMachine(n))
    return {
      type: "user.machine.added",
      payload: { userName: userNameOf(n), name: `Service ${n}`, description: "Reads orders", ...scope },
    };
  return {
    type: "user.human.added",
    payload: {
      userName: userNameOf(n),
      firstName: givenNameOf(n),
      lastName: familyNameOf(n),
      displayName: `${givenNameOf(n)} ${familyNameOf(n)}`,
      ...(n % 5 === 0 ? { nickName: givenNameOf(n).slice(0, 3) + (n % 1_000) } : {}),
      ...(n % 5 < 3 ? { phone: phoneOf(n) } : {}),
      email: emailOf(n),
      preferredLanguage: one(["en", "de", "fr"], n),
      gender: 0,
      ...scope,
    },
  };
};

/** Six in a hundred are not active. */
const stateOf = (n: number): readonly UserEvent[] => {
  if (n % 33 === 5) return [{ type: "user.locked", payload: null }];
  return n % 33 === 6 ? [{ type: "user.deactivated", payload: null }] : [];
};

const hasMetadata = (n: number): boolean => n % 20 === 3;

async function addOrg(store: OpenStore, by: Writer, n: number): Promise<void> {
  const orgId = idOf("org", n);
  const domain = `org-${n}.load.example`;
  await store.execute(
    by,
    [ownedBy(orgId, fresh(Org, orgId)), ownedBy(orgId, fresh(OrgDomain, orgId, domain))],
    () => [
      [
        { type: "org.added", payload: { name: `Organization ${n}` } },
        { type: "org.domain.primary.set", payload: { domain } },
      ],
      [
        { type: "org.domain.added", payload: { domain } },
        { type: "org.domain.verified", payload: { domain } },
      ],
    ],
    bulk,
  );
}

/** @returns the number of events */
async function addPeople(store: OpenStore, by: Writer, from: number, to: number): Promise<number> {
  const numbers = Array.from({ length: to - from }, (_, k) => from + k);
  const noted = numbers.filter(hasMetadata);
  const events = numbers.map((n) => [added(n), ...stateOf(n)]);
  const ownerOf = (n: number): string => idOf("org", orgOf(n));
  await store.execute(
    by,
    numbers.map((n) => ownedBy(ownerOf(n), fresh(User, idOf("user", n)))),
    () => events,
    bulk,
  );
  if (noted.length > 0)
    await store.execute(
      by,
      noted.map((n) => ownedBy(ownerOf(n), fresh(metadataEntity("user"), idOf("user", n), "region"))),
      () =>
        noted.map(() => [{ type: "user.metadata.set" as const, payload: { key: "region", value: "ZXU=" } }]),
      bulk,
    );
  return events.flat().length + noted.length;
}

/** @param users how many of them; every fiftieth is a service user */
export async function fillPeople(store: OpenStore, instanceId: string, users: number): Promise<FilledPeople> {
  const started = performance.now();
  const by = { instanceId, creator: "LOAD" };
  for (let n = 0; n < manyOrgs; n += 1) await addOrg(store, by, n);
  let next = 0;
  let events = 0;
  const worker = async (): Promise<void> => {
    while (next < users) {
      const from = next;
      next = Math.min(users, from + perUnit);
      const sent = await addPeople(store, by, from, next);
      events += sent;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - started) / 1_000;
  return { users, seconds, eventsPerSecond: events / seconds };
}

import { createRandom, type Random } from "#src/platform/crypto/index.ts";
import { newSubjectKey, openSubjectKey, type SubjectKey, type SubjectSecrets } from "../personal.ts";
import { userAggregate } from "../registry.ts";
import type { BatchAggregate } from "./batch.ts";

/** The subject keys that a batch needs, and what is to be stored about them. */
export interface Subjects {
  keyOf(aggregate: BatchAggregate): SubjectKey;
  readonly random: Random;
  /** Keys made for this batch. */
  made(): ReadonlyMap<BatchAggregate, SubjectKey>;
}

export function createSubjects(secrets: SubjectSecrets): Subjects {
  const keys = new Map<BatchAggregate, SubjectKey>();
  const made = new Map<BatchAggregate, SubjectKey>();
  const random = createRandom();
  return {
    random,
    keyOf(aggregate) {
      const known = keys.get(aggregate);
      if (known) return known;
      const key = aggregate.subject
        ? openSubjectKey(secrets, aggregate.subject.key)
        : newSubjectKey(secrets, random);
      keys.set(aggregate, key);
      if (!aggregate.subject) made.set(aggregate, key);
      return key;
    },
    made: () => made,
  };
}

/** The user whose removal erases the aggregate's personal data; null while nobody is known. */
export function boundTo({ type, id, bindTo, subject }: BatchAggregate): string | null {
  return type === userAggregate ? id : (bindTo ?? subject?.user ?? null);
}

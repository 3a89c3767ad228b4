/** A queue that serves its groups in turn, so that one tenant's flood does not hold up the others. */
export class FairQueue<T> {
  /** In the order in which they are served. */
  readonly #groups = new Map<string, T[]>();
  readonly #groupOf: (item: T) => string;
  #size = 0;

  constructor(groupOf: (item: T) => string) {
    this.#groupOf = groupOf;
  }

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    this.#groupFor(item).push(item);
    this.#size += 1;
  }

  /** Puts items before all others of their group, in the order given. */
  unshift(items: readonly T[]): void {
    for (const item of items.toReversed()) this.#groupFor(item).unshift(item);
    this.#size += items.length;
  }

  /** Up to `max` items: one from each group in turn. The order within a group stays. */
  take(max: number): T[] {
    const taken: T[] = [];
    while (taken.length < max) {
      const next = this.#groups.entries().next();
      if (next.done) break;
      const [name, group] = next.value;
      taken.push(...group.splice(0, 1));
      this.#groups.delete(name);
      if (group.length > 0) this.#groups.set(name, group);
    }
    this.#size -= taken.length;
    return taken;
  }

  /** Takes out what matches. */
  drop(matches: (item: T) => boolean): T[] {
    const all = this.take(this.#size);
    for (const item of all) if (!matches(item)) this.push(item);
    return all.filter(matches);
  }

  #groupFor(item: T): T[] {
    const name = this.#groupOf(item);
    const group = this.#groups.get(name) ?? [];
    this.#groups.set(name, group);
    return group;
  }
}

/** Counts the forms that hold something not yet sent, so that nothing leads away from them unasked. */
export interface Unsaved {
  readonly any: () => boolean;
  /** @returns what takes the form off the list again */
  readonly add: () => () => void;
}

export function createUnsaved(): Unsaved {
  const forms = new Set<symbol>();
  return {
    any: () => forms.size > 0,
    add: () => {
      const form = Symbol("form");
      forms.add(form);
      return () => {
        forms.delete(form);
      };
    },
  };
}

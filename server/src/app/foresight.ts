import type { Caller } from "#src/platform/request/index.ts";
import type { Call } from "#src/platform/rpc/index.ts";

type Method = Call["method"];

/** Tells before a call is admitted whether it will ask for its caller's memberships, so that they are read in time. */
export interface Foresight {
  expects(method: Method): boolean;
  /** Hears whether the call asks. */
  watch(method: Method, caller: Caller): Caller;
}

/** Methods whose annotation asks, and those of which a call has asked before: most decide in their handler. */
export function createForesight(): Foresight {
  const asked = new Set<string>();
  return {
    expects: ({ auth, name }) => auth.kind === "permission" || asked.has(name),
    watch: ({ name }, caller) => ({
      ...caller,
      memberships() {
        asked.add(name);
        return caller.memberships();
      },
    }),
  };
}

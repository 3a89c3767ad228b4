import { createContext, useContext, useSyncExternalStore } from "react";
import type { Session } from "../auth/session.ts";
import type { Unsaved } from "../auth/unsaved.ts";
import type { Environment } from "./environment.ts";

/** What the whole console shares; made once in main.tsx. */
export interface Console {
  readonly environment: Environment;
  readonly session: Session;
  readonly unsaved: Unsaved;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (value === undefined) throw new Error("outside of the console's providers");
  return value;
}

/** True when the token has ended and has not been replaced. */
export function useSessionLost(): boolean {
  const { session } = useConsole();
  return useSyncExternalStore(session.onChange, session.lost);
}

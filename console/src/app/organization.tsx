import { TransportProvider } from "@connectrpc/connect-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useI18n } from "../i18n/index.tsx";
import { useConsole } from "./context.ts";
import { createTransport } from "./transport.ts";

/** The organization one works in: named in the address, else the last one chosen here, else one's own. */
export interface Chosen {
  readonly id: string;
  readonly own: boolean;
  /** Goes on in another organization, or in one's own. */
  readonly choose: (id: string | undefined) => void;
}

const storageKey = "gatehouse.organization";
const OrganizationContext = createContext<Chosen | undefined>(undefined);

interface Props {
  readonly ownId: string;
  readonly children: ReactNode;
}

/** Below it every call is made in the chosen organization; another one has caches of its own. */
export function OrganizationProvider({ ownId, children }: Props) {
  const shared = useConsole();
  const { language } = useI18n();
  const named = useSearch({ strict: false }).org;
  const [last, remember] = useState(() => localStorage.getItem(storageKey) ?? undefined);
  const navigate = useNavigate();
  const id = named ?? last ?? ownId;
  useEffect(() => {
    localStorage.setItem(storageKey, id);
    remember(id);
  }, [id]);
  const transport = useMemo(() => createTransport(shared, language, id), [shared, language, id]);
  const chosen = useMemo<Chosen>(
    () => ({
      id,
      own: id === ownId,
      choose: (next = ownId) => {
        remember(next);
        void navigate({ to: landingAfter(location.pathname), search: { org: next } });
      },
    }),
    [id, ownId, navigate],
  );
  return (
    <OrganizationContext value={chosen}>
      <TransportProvider transport={transport}>{children}</TransportProvider>
    </OrganizationContext>
  );
}

/** A list stays, a single resource would not exist in the other organization. */
function landingAfter(path: string): "/" | "/users" | "/orgs" {
  if (path.includes("/users")) return "/users";
  return path.includes("/orgs") ? "/orgs" : "/";
}

export function useOrganization(): Chosen {
  const chosen = useContext(OrganizationContext);
  if (chosen === undefined) throw new Error("outside of OrganizationProvider");
  return chosen;
}

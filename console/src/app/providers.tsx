import { TransportProvider } from "@connectrpc/connect-query";
import { DirectionProvider, MantineProvider, useDirection } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Session } from "../auth/session.ts";
import { directionOf, I18nProvider, type Speech, useI18n } from "../i18n/index.tsx";
import { problemOf } from "../problem/problem.ts";
import { type Console, ConsoleContext, useConsole } from "./context.ts";
import { theme } from "./theme.ts";
import { createTransport } from "./transport.ts";

/** The server reads what it wrote at once, so after any change everything shown is simply asked again. */
function createQueryClient(session: Session): QueryClient {
  const onError = (error: Error): void => {
    if (problemOf(error).kind === "signedOut") session.refused();
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError,
      onSuccess: () => void client.invalidateQueries(),
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && problemOf(error).kind === "away",
      },
    },
  });
  return client;
}

interface BaseProps {
  readonly speech: Speech;
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/** What pages need even when the server is away. */
export function BaseProviders({ speech, nonce, children }: BaseProps) {
  return (
    <DirectionProvider detectDirection={false}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
      >
        <I18nProvider first={speech}>
          <ReadingDirection />
          {children}
        </I18nProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}

/** Tells the library's menus and dialogs which way the language runs. */
function ReadingDirection() {
  const { language } = useI18n();
  const { setDirection } = useDirection();
  useEffect(() => setDirection(directionOf(language)), [language, setDirection]);
  return null;
}

/** What pages of a working console need: its session, and calls as the signed-in person in their own organization. */
export function ConsoleProviders({
  value,
  children,
}: {
  readonly value: Console;
  readonly children: ReactNode;
}) {
  const [client] = useState(() => createQueryClient(value.session));
  return (
    <ConsoleContext value={value}>
      <QueryClientProvider client={client}>
        <OwnTransport>{children}</OwnTransport>
        <Notifications position="bottom-right" autoClose={5_000} />
      </QueryClientProvider>
    </ConsoleContext>
  );
}

function OwnTransport({ children }: { readonly children: ReactNode }) {
  const shared = useConsole();
  const { language } = useI18n();
  const transport = useMemo(() => createTransport(shared, language), [shared, language]);
  return <TransportProvider transport={transport}>{children}</TransportProvider>;
}

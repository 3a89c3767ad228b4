import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/styles.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { Console } from "./app/context.ts";
import { loadEnvironment } from "./app/environment.ts";
import { Away } from "./app/pages/away.tsx";
import { BaseProviders, ConsoleProviders } from "./app/providers.tsx";
import { createConsoleRouter } from "./app/router.tsx";
import { openSession } from "./auth/session.ts";
import { createUnsaved } from "./auth/unsaved.ts";
import { firstSpeech } from "./i18n/index.tsx";

const base = import.meta.env.BASE_URL;
const element = document.getElementById("root");
if (element === null) throw new Error("index.html has no #root");
const root = createRoot(element);

/** The nonce of this answer: styles made at run time carry it, too (the dialogs' scroll lock looks for the global). */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;
Object.assign(globalThis, { __webpack_nonce__: nonce });

async function open(): Promise<Console> {
  const environment = await loadEnvironment(base, location.origin);
  const session = await openSession(environment, base, location.origin);
  return { environment, session, unsaved: createUnsaved() };
}

async function start(): Promise<void> {
  const speech = await firstSpeech();
  try {
    const value = await open();
    const router = createConsoleRouter(value, base);
    root.render(
      <StrictMode>
        <BaseProviders speech={speech} nonce={nonce}>
          <ConsoleProviders value={value}>
            <RouterProvider router={router} />
          </ConsoleProviders>
        </BaseProviders>
      </StrictMode>,
    );
  } catch (error) {
    root.render(
      <BaseProviders speech={speech} nonce={nonce}>
        <Away reason={String(error)} retry={() => void start()} />
      </BaseProviders>,
    );
  }
}

void start();

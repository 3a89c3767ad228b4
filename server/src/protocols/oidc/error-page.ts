import { html } from "hono/html";
import type { OAuthError } from "./errors.ts";

/** Nothing but its own style may be loaded or run. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/**
 * What a person sees when an application sent them here with a request that cannot be answered to the application.
 * @param requestId for whoever looks into the logs
 */
export async function errorPage(refusal: OAuthError, requestId: string): Promise<string> {
  const page = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>This request cannot be answered</title>
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem; }
      code { overflow-wrap: anywhere; }
    </style>
  </head>
  <body>
    <main>
      <h1>This request cannot be answered</h1>
      <p>The application that sent you here made a request that is not valid. Go back to it and try again; if that
      does not help, tell its makers:</p>
      <p><code>${refusal.code}: ${refusal.message}</code></p>
      <p>Request <code>${requestId}</code></p>
    </main>
  </body>
</html>`;
  return String(await page);
}

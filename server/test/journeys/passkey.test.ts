/** A login page of somebody's own, on another port: it registers a passkey over the API and logs in with it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "../protocols/server.ts";
import { repository } from "../protocols/terminals.ts";
import { addPerson, rest } from "../protocols/world.ts";
import { newVisitor, openBrowser } from "./visitor.ts";

let server: Server;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** What a page of ours does in the guide's example. */
const script = await readFile(join(repository, "examples", "custom-login", "passkey-page.js"), "utf8");

/** The answer is JSON, ready for the API. */
const inPage = (does: "createPasskey" | "usePasskey", options: object): string =>
  `import("/passkey-page.js").then((page) => page.${does}(${JSON.stringify(options)}))`;

test("a browser registers a passkey by what the API prints, and logs in with it", async () => {
  const { page, context, complaints } = await newVisitor(browser);
  await context.route("http://localhost:4321/", (route) =>
    route.fulfill({ contentType: "text/html", body: "<h1>Our own login</h1>" }),
  );
  await context.route("http://localhost:4321/passkey-page.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: script }),
  );
  await page.goto("http://localhost:4321/");
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });

  const { id: userId } = await addPerson(server, "passkey-person");
  const passkeys = `/v2/users/${userId}/passkeys`;
  const begun = await rest<{
    readonly passkeyId: string;
    readonly publicKeyCredentialCreationOptions: object;
  }>(server, "POST", passkeys, { domain: "localhost" });
  const publicKeyCredential = await page.evaluate(
    inPage("createPasskey", begun.publicKeyCredentialCreationOptions),
  );
  await rest(server, "POST", `${passkeys}/${begun.passkeyId}`, {
    publicKeyCredential,
    passkeyName: "Laptop",
  });

  const session = await rest<{
    readonly sessionId: string;
    readonly challenges: {
      readonly webAuthN: { readonly publicKeyCredentialRequestOptions: object };
    };
  }>(server, "POST", "/v2/sessions", {
    checks: { user: { userId } },
    challenges: {
      webAuthN: {
        domain: "localhost",
        userVerificationRequirement: "USER_VERIFICATION_REQUIREMENT_REQUIRED",
      },
    },
  });
  const { publicKeyCredentialRequestOptions } = session.challenges.webAuthN;
  const credentialAssertionData = await page.evaluate(
    inPage("usePasskey", publicKeyCredentialRequestOptions),
  );
  const path = `/v2/sessions/${session.sessionId}`;
  await rest(server, "PATCH", path, { checks: { webAuthN: { credentialAssertionData } } });
  const { session: done } = await rest<{ session: { factors: object } }>(server, "GET", path);
  expect(done.factors).toMatchObject({ webAuthN: { userVerified: true } });
  expect(complaints).toEqual([]);
});

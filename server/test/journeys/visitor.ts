/** Somebody at a browser, and everything that the browser complained about meanwhile. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
  type Response,
} from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A step that takes longer than this, in milliseconds, has failed. */
const stepMs = 60_000;

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: "/usr/bin/chromium", args: flags, timeout: 60_000 });

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Violations of the content security policy, exceptions and errors of scripts. */
  readonly complaints: readonly string[];
  /** Every address the page has shown. */
  readonly addresses: readonly string[];
  /** Every document that was answered with a page. */
  readonly documents: readonly Response[];
  /** Every form that was sent. */
  readonly forms: readonly Request[];
}

/** A browser profile of its own: no cookies, nothing stored. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 800 },
    // What fades in is drawn again and again: a fifth of all that a browser does.
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(stepMs);
  const page = await context.newPage();
  return { page, context, ...watch(page) };
}

function watch(page: Page): Pick<Visitor, "complaints" | "addresses" | "documents" | "forms"> {
  const complaints: string[] = [];
  const addresses: string[] = [];
  const documents: Response[] = [];
  page.on("console", (message) => {
    // An answer with an error status is reported too; tests that provoke one look at the page instead.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("framenavigated", (frame) => addresses.push(frame.url()));
  const forms: Request[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.isNavigationRequest()) forms.push(request);
  });
  page.on("response", (response) => {
    const redirects = response.status() >= 300 && response.status() < 400;
    if (response.request().resourceType() === "document" && !redirects) documents.push(response);
  });
  return { complaints, addresses, documents, forms };
}

/** A security key that confirms whatever it is asked. */
export async function plugInKey(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "usb",
      hasResidentKey: false,
      hasUserVerification: false,
      automaticPresenceSimulation: true,
    },
  });
}

/** A device that keeps passkeys, and whose owner confirms at once unless told otherwise. */
export async function carryDevice(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    confirms: (enabled: boolean) =>
      devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }),
    recognises: (isUserVerified: boolean) =>
      devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    passkeys: async () =>
      (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length,
  };
}

const pictures = process.env["GATEHOUSE_PICTURES"];

/** A picture for people to look at, in the folder that GATEHOUSE_PICTURES names; none where nobody asks for them. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
}

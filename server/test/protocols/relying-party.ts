/** An application as people meet it: it sends them to the login, and believes of who comes back what openid-client does. */
import * as client from "openid-client";
import type { Page } from "playwright-core";
import { servePages } from "./page-server.ts";
import type { Server } from "./server.ts";
import { type Application, addApplication, rest } from "./world.ts";

export interface RelyingParty extends Application {
  /** An authorization request with PKCE, state and nonce. @param more what else it asks, such as `prompt` */
  address(more?: Parameters): Promise<string>;
  /** Sends somebody to the login, who is then on its first page or, where there is nothing to do, back already. */
  send(page: Page, more?: Parameters): Promise<void>;
  /**
   * Waits for them to come back, and redeems the code. @returns what the ID token says
   * @throws openid-client's error for what fails a check, and with `error` for who was turned away
   */
  welcome(page: Page): Promise<client.IDToken>;
  /** The same by the address that leads back, for what no browser here opens. */
  redeem(back: URL): Promise<client.IDToken>;
  /** Asks for somebody to be logged out, without saying whom. */
  dismiss(page: Page): Promise<void>;
  close(): Promise<void>;
}

type Parameters = Readonly<Record<string, string>>;

/** Has no secret, and believes only what is signed by the keys of the server. */
const discover = ({ origin }: Server, clientId: string): Promise<client.Configuration> =>
  client.discovery(new URL(origin), clientId, undefined, client.None(), {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });

/** @param existing an application with the redirect URI that it has; by default a new one, with a page to come back to */
export async function openRelyingParty(
  server: Server,
  existing?: { readonly application: Application; readonly redirectUri: string },
): Promise<RelyingParty> {
  const pages = await servePages(0, home);
  const redirectUri = existing?.redirectUri ?? `${pages.origin}/callback`;
  const application =
    existing?.application ?? (await addApplication(server, { redirectUri, method: "NONE" }));
  const config = await discover(server, application.clientId);
  /** What it remembers of each request, by its state. */
  const sent = new Map<
    string,
    { readonly verifier: string; readonly nonce: string; readonly more: Parameters }
  >();

  async function address(more: Parameters = {}): Promise<string> {
    const [verifier, state, nonce] = [
      client.randomPKCECodeVerifier(),
      client.randomState(),
      client.randomNonce(),
    ];
    sent.set(state, { verifier, nonce, more });
    return client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: "openid",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
      ...more,
    }).href;
  }

  async function redeem(back: URL): Promise<client.IDToken> {
    const expectedState = back.searchParams.get("state") ?? "";
    const known = sent.get(expectedState);
    if (known === undefined) throw new Error(`nobody was sent who comes back to ${back.href}`);
    const tokens = await client.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: known.verifier,
      expectedState,
      expectedNonce: known.nonce,
      ...(known.more["max_age"] !== undefined && { maxAge: Number(known.more["max_age"]) }),
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error("there is no ID token");
    return claims;
  }

  return {
    ...application,
    address,
    redeem,
    async send(page, more) {
      await page.goto(await address(more));
    },
    async welcome(page) {
      await page.waitForURL((url) => url.href.startsWith(`${redirectUri}?`));
      return redeem(new URL(page.url()));
    },
    async dismiss(page) {
      await page.goto(client.buildEndSessionUrl(config, { post_logout_redirect_uri: redirectUri }).href);
    },
    close: pages.close,
  };
}

/** Its only page, wherever somebody comes back to. */
const home = new Map([
  [
    "/",
    {
      type: "text/html",
      body: "<!doctype html><html lang=en><title>Application</title><h1>Application</h1>",
    },
  ],
]);

/** A television that asks for somebody's login. */
export interface Television {
  /** The code that it shows. */
  readonly userCode: string;
  /** Asks once whether it has been let in. @returns what the ID token says @throws while nobody has allowed it */
  claims(): Promise<client.IDToken | undefined>;
}

export async function openTelevision(server: Server, { projectId }: Application): Promise<Television> {
  const path = `/management/v1/projects/${projectId}/apps/oidc`;
  const { clientId } = await rest<{ clientId: string }>(server, "POST", path, {
    name: "Television",
    responseTypes: ["OIDC_RESPONSE_TYPE_CODE"],
    grantTypes: ["OIDC_GRANT_TYPE_DEVICE_CODE"],
    appType: "OIDC_APP_TYPE_NATIVE",
    authMethodType: "OIDC_AUTH_METHOD_TYPE_NONE",
  });
  const config = await discover(server, clientId);
  const scope = "openid profile offline_access";
  const { user_code, device_code } = await client.initiateDeviceAuthorization(config, { scope });
  const grant = "urn:ietf:params:oauth:grant-type:device_code";
  return {
    userCode: user_code,
    claims: async () => (await client.genericGrantRequest(config, grant, { device_code })).claims(),
  };
}

/**
 * A small web application that signs people in with OpenID Connect: one page, sign in, see the claims, log out.
 * Settings: ISSUER, CLIENT_ID, CLIENT_SECRET, and PORT (3000).
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import * as oidc from "openid-client";

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = "3000" } = process.env;
if (!ISSUER || !CLIENT_ID || !CLIENT_SECRET) {
  console.error("Set ISSUER, CLIENT_ID and CLIENT_SECRET.");
  process.exit(1);
}
const home = `http://localhost:${PORT}`;
const issuer = new URL(ISSUER);

// Plain http is fine on one's own machine only.
const onThisMachine = issuer.protocol === "http:" && issuer.hostname === "localhost";
const config = await oidc.discovery(issuer, CLIENT_ID, undefined, oidc.ClientSecretBasic(CLIENT_SECRET), {
  execute: onThisMachine ? [oidc.allowInsecureRequests] : [],
});

/** Browsers that sign in, by the value of their cookie. They are forgotten when this program ends. */
const visitors = new Map();

/** Sends the browser to the issuer, and remembers what the answer must match. */
async function login(visitor) {
  visitors.set(visitor.id, visitor);
  visitor.checks = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  };
  return oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${home}/callback`,
    scope: "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(visitor.checks.pkceCodeVerifier),
    code_challenge_method: "S256",
    state: visitor.checks.expectedState,
    nonce: visitor.checks.expectedNonce,
  });
}

/** Exchanges the code for tokens, and asks for the person's claims. */
async function callback(visitor, url) {
  const tokens = await oidc.authorizationCodeGrant(config, url, visitor.checks);
  const { sub } = tokens.claims();
  // A new cookie, so that nobody who knew the old one is signed in with it.
  visitors.delete(visitor.id);
  visitor.id = randomUUID();
  visitors.set(visitor.id, visitor);
  visitor.idToken = tokens.id_token;
  visitor.claims = await oidc.fetchUserInfo(config, tokens.access_token, sub);
  return home;
}

/** Ends the login here and at the issuer, which sends the browser back. */
function logout(visitor) {
  const { idToken } = visitor;
  visitors.delete(visitor.id);
  if (!idToken) return home;
  return oidc.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: home });
}

function page({ claims }) {
  if (!claims) return `<h1>Hello</h1><p><a href="/login">Sign in</a></p>`;
  const rows = Object.entries(claims).map(
    ([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(JSON.stringify(value))}</td></tr>`,
  );
  return `<h1>Hello, ${escaped(claims.name)}</h1><table>${rows.join("")}</table><p><a href="/logout">Log out</a></p>`;
}

const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function visitorOf(request) {
  const id = /\bvisitor=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
  return visitors.get(id) ?? { id: randomUUID() };
}

/** The address to go to, or undefined for the page itself. */
async function next(visitor, url) {
  if (url.pathname === "/login") return login(visitor);
  if (url.pathname === "/callback") return callback(visitor, url);
  if (url.pathname === "/logout") return logout(visitor);
  return undefined;
}

async function answer(request, response) {
  const url = new URL(request.url, home);
  const visitor = visitorOf(request);
  const target = await next(visitor, url);
  response.setHeader("set-cookie", `visitor=${visitor.id}; HttpOnly; SameSite=Lax; Path=/`);
  if (target) response.writeHead(302, { location: String(target) }).end();
  else response.setHeader("content-type", "text/html; charset=utf-8").end(page(visitor));
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500, { "content-type": "text/plain" }).end(`This did not work: ${error.message}`);
  });
}).listen(Number(PORT), "localhost", () => console.log(`Open ${home}`));

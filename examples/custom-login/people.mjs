/** People of the example, and what they have: a phone, a mailbox, a browser, and an application they want to use. */
import { createHash, createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createAuthenticator } from "../../testkit/src/authenticator.ts";
import { users } from "./login.mjs";

const { ISSUER, CLIENT_ID } = process.env;
const loginOrigin = "http://localhost:3001";
const redirectUri = "http://localhost:3000/callback";

/** Somebody new with a verified address, and with this password if any. A second run makes other people. */
export async function newPerson(name, password = "Analytical-Engine-1") {
  const username = `${name}-${randomUUID()}`;
  const email = `${username}@example.com`;
  const { userId } = await users.addHumanUser({
    username,
    profile: { givenName: name, familyName: "Example" },
    email: { email, verification: { case: "isVerified", value: true } },
    ...(password && {
      passwordType: { case: "password", value: { password, changeRequired: false } },
    }),
  });
  return { userId, username, email, password };
}

/** An application that sends its user to the login, and gets a code back (OpenID Connect, with PKCE). */
export function application() {
  const verifier = randomUUID() + randomUUID();
  return {
    /** The id of the request: the parameter `authRequest` of the address at which the login is opened. */
    async login() {
      const query = new URLSearchParams({
        client_id: CLIENT_ID,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: "openid profile",
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
      });
      const answer = await fetch(`${ISSUER}/oauth/v2/authorize?${query}`, { redirect: "manual" });
      const page = new URL(answer.headers.get("location"));
      if (page.origin !== loginOrigin) throw new Error(`the login is at ${page}`);
      return page.searchParams.get("authRequest");
    },
    /** Exchanges the code, and tells how the person proved who they are. */
    async loggedIn(callbackUrl) {
      const body = new URLSearchParams({
        grant_type: "authorization_code",
        client_id: CLIENT_ID,
        redirect_uri: redirectUri,
        code: new URL(callbackUrl).searchParams.get("code"),
        code_verifier: verifier,
      });
      const answer = await fetch(`${ISSUER}/oauth/v2/token`, { method: "POST", body });
      const { id_token: token } = await answer.json();
      const { amr } = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
      console.log(`logged in by ${amr.join(", ")}`);
    },
  };
}

/** What an authenticator app shows (RFC 6238). @param ahead 1 for the code of the next half minute */
export function totpCode(uri, ahead = 0) {
  const bits = [...new URL(uri).searchParams.get("secret")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const digest = createHmac("sha1", key).update(moment).digest();
  const number = digest.readUInt32BE(digest.at(-1) & 0xf) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, "0");
}

const read = new Set();

/** The next mail or SMS to somebody, out of the development inbox, and the code that it carries. */
export async function messageTo(address) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { messages } = await (await fetch(`${ISSUER}/dev/inbox.json`)).json();
    const message = messages.find(({ id, to }) => to === address && !read.has(id));
    if (message) {
      read.add(message.id);
      const { text } = message;
      return { code: /^[A-Z0-9]{6,}\b/m.exec(text)?.[0], link: /^http.+$/m.exec(text)?.[0] };
    }
    await sleep(100);
  }
  throw new Error(`nothing came for ${address}`);
}

/** A browser with an authenticator. It does what passkey-page.js does, without anybody touching anything. */
export function browser() {
  const authenticator = createAuthenticator();
  return {
    createPasskey: async (options) => authenticator.create(options, loginOrigin),
    usePasskey: async (options) => authenticator.get(options, loginOrigin),
  };
}

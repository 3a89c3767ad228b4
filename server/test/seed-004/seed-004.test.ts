/** The document about login pages of one's own, followed command by command against the product as users start it. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createAuthenticator } from "@gatehouse/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hotp, stepAt } from "#src/domains/otp/totp.ts";
import { fromBase32 } from "#src/platform/crypto/index.ts";
import { listAt, textAt, valueAt } from "#test/harness/json.ts";
import { type Home, type ServerProcess } from "#test/harness/processes.ts";
import { readyHome } from "#test/harness/ready-home.ts";
import { type Command, commandsOf } from "./document.ts";
import { type Filling, filled } from "./fill.ts";
import { missingFields } from "./missing-fields.ts";

/** The document's own text, beside the repository where the product's documents are kept. */
const document = join(import.meta.dirname, "../../../../shared/seeds/004_e757cd3a8e5a14f6.txt");
/* Written by this test's own reader of the document, and compared with it below. */
const commands = JSON.parse(
  readFileSync(join(import.meta.dirname, "commands.json"), "utf8"),
) as readonly Command[];

const shell = promisify(execFile);
const rpId = "localhost";
let home: Home;
let server: ServerProcess;
/** The one of the later chapters. */
let minni: string;
beforeAll(async () => {
  home = await readyHome();
  server = await home.start();
});
afterAll(() => home.remove());

async function person(email: string): Promise<string> {
  const { body } = await server.call("POST", "/v2/users/human", {
    username: email,
    profile: { givenName: "Minnie", familyName: "Mouse" },
    email: { email, isVerified: true },
  });
  return textAt(body, "userId");
}

/** Runs a command of the document as it is printed, and holds its answer against the documented one. */
async function run({ curl, response }: Command, filling: Omit<Filling, "origin" | "rpId">): Promise<unknown> {
  const command = filled(curl, { ...filling, origin: server.url, rpId });
  const silent = command.replace("curl ", "curl --silent --show-error --write-out '\\n%{http_code}' ");
  const { stdout } = await shell("bash", ["-c", silent], {
    env: { PATH: process.env["PATH"], TOKEN: home.token() },
  });
  const end = stdout.lastIndexOf("\n");
  expect(stdout.slice(end + 1), `${command}\n${stdout}`).toMatch(/^20[01]$/);
  const answer: unknown = JSON.parse(stdout.slice(0, end));
  expect(missingFields(response ?? {}, answer), command).toEqual([]);
  return answer;
}

/** How many commands have been followed; the document is one way from its first to its last. */
let followed = 0;
function follow(filling: Omit<Filling, "origin" | "rpId">): Promise<unknown> {
  const command = commands[followed];
  if (command === undefined) throw new Error("the document has no more commands");
  followed += 1;
  return run(command, filling);
}

/** The newest code that was sent by mail or SMS, as whoever reads it finds it. */
async function sentCode(channel: "email" | "sms", shape: RegExp): Promise<string> {
  let code: string | undefined;
  await expect
    .poll(async () => {
      const { body } = await server.visit("/dev/inbox.json");
      const [newest] = listAt(body, "messages").filter((one) => valueAt(one, "channel") === channel);
      code = shape.exec(newest === undefined ? "" : textAt(newest, "text"))?.[0];
      return code !== undefined;
    })
    .toBe(true);
  return code ?? "";
}

const idsAt = (answer: unknown, path: string) =>
  listAt(answer, path).map((one) => ({ id: textAt(one, "id") }));

function creationOptions(answer: unknown) {
  const at = "publicKeyCredentialCreationOptions.publicKey";
  return {
    publicKey: {
      challenge: textAt(answer, `${at}.challenge`),
      rp: { id: textAt(answer, `${at}.rp.id`) },
      user: { id: textAt(answer, `${at}.user.id`) },
      excludeCredentials: valueAt(answer, `${at}.excludeCredentials`)
        ? idsAt(answer, `${at}.excludeCredentials`)
        : [],
    },
  };
}

function requestOptions(answer: unknown) {
  const at = "challenges.webAuthN.publicKeyCredentialRequestOptions.publicKey";
  return {
    publicKey: {
      challenge: textAt(answer, `${at}.challenge`),
      rpId: textAt(answer, `${at}.rpId`),
      allowCredentials: idsAt(answer, `${at}.allowCredentials`),
    },
  };
}

/** So that the document's answer has a credential to exclude. */
async function registerAnotherKey(userId: string): Promise<void> {
  const { body } = await server.call("POST", `/v2beta/users/${userId}/u2f`, { domain: rpId });
  const publicKeyCredential = createAuthenticator().create(creationOptions(body), server.url);
  const verified = await server.call("POST", `/v2beta/users/${userId}/u2f/${textAt(body, "u2fId")}`, {
    publicKeyCredential,
    tokenName: "Another",
  });
  expect(verified.status).toBe(200);
}

const factorsOf = async (sessionId: string): Promise<unknown> =>
  valueAt((await server.call("GET", `/v2beta/sessions/${sessionId}`)).body, "session.factors");

/** Creates the session of a chapter, proves the factor by the command after it, and says what the session knows then. */
async function authenticate(userId: string, proof: (answer: unknown) => Promise<Partial<Filling>>) {
  const created = await follow({ userId });
  const sessionId = textAt(created, "sessionId");
  const known = { userId, sessionId, sessionToken: textAt(created, "sessionToken") };
  const changed = await follow({ ...known, ...(await proof(created)) });
  expect(textAt(changed, "sessionToken")).not.toBe(known.sessionToken);
  return factorsOf(sessionId);
}

if (existsSync(document))
  test("the commands are those of the document", () => {
    expect(commandsOf(readFileSync(document, "utf8"))).toEqual(commands);
  });

test("TOTP: registration and authentication", async () => {
  const userId = await person("minnie-mouse@mouse.com");
  await follow({ userId });
  const registered = await follow({ userId });
  const secret = fromBase32(textAt(registered, "secret")) ?? Buffer.alloc(0);
  const now = stepAt(new Date());
  await follow({ userId, code: hotp(secret, now) });
  // The code of the moment is spent; the next one is good already.
  const factors = await authenticate(userId, async () => ({ code: hotp(secret, now + 1) }));
  expect(textAt(factors, "totp.verifiedAt")).toMatch(/^20/);
});

test("SMS: a number, its proof, the factor and authentication", async () => {
  minni = await person("minni-mouse@mouse.com");
  await follow({ userId: minni });
  await follow({ userId: minni });
  const proof = await sentCode("sms", /\b[A-Z0-9]{6}\b/);
  await follow({ userId: minni, code: proof });
  await follow({ userId: minni });
  const factors = await authenticate(minni, async () => ({ code: await sentCode("sms", /\b\d{8}\b/) }));
  expect(textAt(factors, "otpSms.verifiedAt")).toMatch(/^20/);
});

test("mail: the factor and authentication", async () => {
  await follow({ userId: minni });
  await follow({ userId: minni });
  const factors = await authenticate(minni, async () => ({ code: await sentCode("email", /\b\d{8}\b/) }));
  expect(textAt(factors, "otpEmail.verifiedAt")).toMatch(/^20/);
});

test("U2F: registration and authentication", async () => {
  await follow({ userId: minni });
  await registerAnotherKey(minni);
  const registered = await follow({ userId: minni });
  const key = createAuthenticator({ verifiesUser: false });
  const credential = key.create(creationOptions(registered), server.url);
  await follow({ userId: minni, u2fId: textAt(registered, "u2fId"), credential });
  const factors = await authenticate(minni, async (created) => ({
    credential: key.get(requestOptions(created), server.url),
  }));
  expect(textAt(factors, "webAuthN.verifiedAt")).toMatch(/^20/);
});

test("every command of the document was run", () => {
  expect(commands).toHaveLength(20);
  expect(followed).toBe(20);
});

/**
 * A peer to measure beside the product: oidc-provider with everything in memory. Started as a process of its own with
 * the file of its package; prints a line of JSON (`PeerReady`) once it answers.
 */
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { pathToFileURL } from "node:url";

/** What the program that measures is told. */
export interface PeerReady {
  readonly url: string;
  /** Of a person, for userinfo. */
  readonly tokens: readonly string[];
}

type Stored = Record<string, unknown>;

/** The part of the package that is used here. */
interface Provider {
  callback(): RequestListener;
  readonly Client: { find(id: string): Promise<object> };
  readonly Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
  readonly AccessToken: new (of: object) => { save(): Promise<string> };
}

const memory = new Map<string, Stored>();

/** Its storage: a map, which never forgets. Of a few seconds' load there is little. */
class Memory {
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  async upsert(id: string, payload: Stored): Promise<void> {
    memory.set(this.#kind + id, payload);
  }

  async find(id: string): Promise<Stored | undefined> {
    return memory.get(this.#kind + id);
  }

  async findByUid(): Promise<undefined> {
    return undefined;
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const payload = memory.get(this.#kind + id);
    if (payload) payload["consumed"] = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    memory.delete(this.#kind + id);
  }

  async revokeByGrantId(): Promise<void> {
    // Nothing is revoked here.
  }
}

const scope = "openid profile email";
const person = { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace", email: "ada@example.com" };

/** By names that the load knows as well. */
const configuration = {
  adapter: Memory,
  jwks: {
    keys: [
      {
        ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
        alg: "RS256",
        use: "sig",
      },
    ],
  },
  cookies: { keys: ["of-no-use-here"] },
  scopes: ["openid", "profile", "email", "api"],
  claims: { openid: ["sub"], profile: ["name", "given_name", "family_name"], email: ["email"] },
  findAccount: (_context: unknown, accountId: string) => ({
    accountId,
    claims: () => ({ sub: accountId, ...person }),
  }),
  clients: [
    {
      client_id: "machine",
      client_secret: "secret-of-the-machine-of-the-bench",
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
      scope: `${scope} api`,
    },
  ],
  ttl: { AccessToken: 3600, ClientCredentials: 3600, Grant: 3600 },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    userinfo: { enabled: true },
  },
};

async function tokenOfPerson(provider: Provider): Promise<string> {
  const client = await provider.Client.find("machine");
  const grant = new provider.Grant({ accountId: "ada", clientId: "machine" });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const of = { accountId: "ada", client, grantId, scope, gty: "authorization_code", claims: {} };
  return new provider.AccessToken(of).save();
}

const file = process.argv[2];
if (file === undefined) throw new Error("say where the package of oidc-provider is");
// The package comes without types; what is used of it is declared above.
const { default: Peer } = (await import(pathToFileURL(file).href)) as {
  default: new (issuer: string, of: object) => Provider;
};
let handle: RequestListener = () => undefined;
const server = createServer((req, res) => handle(req, res)).listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
const provider = new Peer(url, configuration);
handle = provider.callback();
const tokens = await Promise.all(Array.from({ length: 64 }, () => tokenOfPerson(provider)));
console.log(JSON.stringify({ url, tokens } satisfies PeerReady));

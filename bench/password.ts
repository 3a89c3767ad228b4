/**
 * `node bench/password.ts` after `npm run build`: logins by password over the public port beside the bare hash, per
 * busy core. With bcrypt of cost 12 at least nine tenths of the bare rate must be left; argon2id is reported.
 */
import {
  createSecrets,
  DEFAULT_HASH_POLICY,
  type HashPolicy,
  parseMasterKeys,
} from "../server/src/platform/crypto/index.ts";
import { familyOf, type Measured, measure, print } from "./measure.ts";
import { type BenchServer, startServer } from "./server.ts";

const password = "Password1!";
const concurrency = 4;
const bar = 0.9;

const runs: readonly { readonly policy: HashPolicy; readonly env: Readonly<Record<string, string>> }[] = [
  {
    policy: { algorithm: "bcrypt", cost: 12 },
    env: { GATEHOUSE_HASHING_ALGORITHM: "bcrypt", GATEHOUSE_HASHING_BCRYPT_COST: "12" },
  },
  { policy: DEFAULT_HASH_POLICY, env: {} },
];

async function bare(policy: HashPolicy): Promise<Measured> {
  const secrets = createSecrets({ keys: parseMasterKeys("a-master-key-for-the-bench-only!"), policy });
  const encoded = await secrets.hashPassword(password);
  const verify = async () => {
    const { ok } = await secrets.verifyPassword(encoded, password);
    if (!ok) throw new Error("the hash does not verify");
  };
  return measure(`${policy.algorithm}: bare`, verify, () => [process.pid], { concurrency });
}

async function logins(server: BenchServer, algorithm: string): Promise<Measured> {
  const call = async (path: string, body: object): Promise<Readonly<Record<string, unknown>>> => {
    const response = await fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${server.token}` },
      body: JSON.stringify(body),
    });
    // The API answers with objects.
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const { userId } = await call("/v2/users/human", {
    username: "ada",
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: "ada@example.com", isVerified: true },
    password: { password, changeRequired: false },
  });
  const logIn = () => call("/v2/sessions", { checks: { user: { userId }, password: { password } } });
  return measure(`${algorithm}: login`, logIn, () => familyOf(server.pid), { concurrency });
}

for (const { policy, env } of runs) {
  const without = await bare(policy);
  const server = await startServer(env);
  try {
    const login = await logins(server, policy.algorithm);
    print([without, login]);
    const left = login.perBusyCore / without.perBusyCore;
    const judged = policy.algorithm === "bcrypt";
    const word = judged ? (left >= bar ? "reached" : "MISSED ") : "       ";
    console.log(`${word} ${policy.algorithm}: ${(left * 100).toFixed(0)} % of the bare rate\n`);
    if (login.errors > 0 || login.perSecond === 0 || (judged && left < bar)) process.exitCode = 1;
  } finally {
    await server.stop();
  }
}

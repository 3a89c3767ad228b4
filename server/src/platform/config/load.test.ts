import { describe, expect, it } from "vitest";
import { specialNetworks } from "#src/platform/outbound/index.ts";
import { type Config, type ConfigInput, loadConfig } from "./load.ts";
import { printProblem } from "./problem.ts";

const KEY = "x3Fk9uLq0Zr7Tn2Vb5Yw8Jd1Hc4Gm6Ps";

function load(args: readonly string[], env: ConfigInput["env"] = {}, file?: string) {
  const readFile = (path: string) => {
    if (file === undefined) throw new Error(`ENOENT ${path}`);
    return file;
  };
  return loadConfig({ args: file === undefined ? args : [...args, "--config", "g.yaml"], env, readFile });
}

function good(...input: Parameters<typeof load>): Config {
  const loaded = load(...input);
  if (!loaded.ok) throw new Error(loaded.problems.map(printProblem).join("\n"));
  return loaded.config;
}

function problems(...input: Parameters<typeof load>): readonly string[] {
  const loaded = load(...input);
  return loaded.ok ? [] : loaded.problems.map(printProblem);
}

describe("without any setting", () => {
  it("loopback, http, an embedded database and the published password", () => {
    const config = good([]);
    expect(config).toMatchObject({
      local: true,
      host: "127.0.0.1",
      port: 8080,
      workers: 1,
      external: { domain: "localhost", port: 8080, secure: false },
      tls: undefined,
      dataDir: ".gatehouse",
      database: { url: undefined },
      hashing: { policy: { algorithm: "argon2id", memoryKib: 19_456, passes: 2, lanes: 1 } },
      firstInstance: { org: { human: { userName: "zitadel-admin", password: "Password1!" } } },
    });
  });

  it("is frozen through and through", () => {
    const config = good([]);
    for (const part of [config, config.external, config.firstInstance.org.human, config.trustedProxies])
      expect(Object.isFrozen(part)).toBe(true);
  });
});

describe("precedence", () => {
  it("flags, then GATEHOUSE_, then ZITADEL_, then the file, then the default", () => {
    const file = "port: 1005";
    const zitadel = { ZITADEL_PORT: "1004" };
    const env = { ...zitadel, GATEHOUSE_PORT: "1003" };
    expect(good(["--port", "1002"], env, file).port).toBe(1002);
    expect(good([], env, file).port).toBe(1003);
    expect(good([], zitadel, file).port).toBe(1004);
    expect(good([], {}, file).port).toBe(1005);
    expect(good([], { GATEHOUSE_PORT: "" }).port).toBe(8080);
  });

  it("the last of a repeated flag counts, and a value may follow an equals sign", () => {
    expect(good(["--port", "1", "--port=2"]).port).toBe(2);
  });
});

describe("files", () => {
  it("are YAML or JSON with names in any case", () => {
    const yaml = "Port: 9000\nexternal:\n  domain: id.localhost\nFirstInstance:\n  Org:\n    Name: Acme\n";
    expect(good([], {}, yaml)).toMatchObject({
      port: 9000,
      external: { domain: "id.localhost" },
      firstInstance: { org: { name: "Acme" } },
    });
    expect(good([], {}, '{"port": 9000, "trustedProxies": ["10.0.0.0/8", "::1"]}').trustedProxies).toEqual([
      "10.0.0.0/8",
      "::1",
    ]);
  });

  it("that cannot be read or understood are named", () => {
    expect(problems(["--config", "none.yaml"])).toEqual([
      expect.stringContaining("none.yaml: cannot be read"),
    ]);
    expect(problems([], {}, "a: [")).toEqual([expect.stringContaining("g.yaml: is neither YAML nor JSON")]);
    expect(problems([], {}, "- a")).toEqual(["g.yaml: must be an object of settings"]);
    expect(problems([], {}, "external: yes")).toEqual([
      "external in g.yaml: must be an object with domain, port, secure",
    ]);
    expect(problems([], {}, "")).toEqual([]);
  });

  it("cannot blow up by aliases", () => {
    const bomb = `a: &a [x]\n${"b: &b [*a,*a,*a]\nport: *b"}`;
    expect(problems([], {}, bomb)).toHaveLength(1);
  });
});

describe("wrong values", () => {
  it("are all reported at once, each with its name, its source and what would be right", () => {
    const env = { GATEHOUSE_PORT: "99999", ZITADEL_EXTERNALSECURE: "maybe" };
    expect(problems(["--workers", "none"], env, "log:\n  level: loud")).toEqual([
      'GATEHOUSE_PORT: is "99999"; it must be a whole number from 0 to 65535',
      '--workers: is "none"; it must be a whole number from 1 to 256',
      'ZITADEL_EXTERNALSECURE: is "maybe"; it must be true or false',
      'log.level in g.yaml: is "loud"; it must be one of debug, info, warn, error',
    ]);
  });

  it("unknown names are refused with what was probably meant", () => {
    expect(problems(["--prot", "80"])).toEqual(["--prot: is not known; did you mean port?"]);
    expect(problems([], { GATEHOUSE_DATABSE_URL: "x" })).toEqual([
      "GATEHOUSE_DATABSE_URL: is not known; did you mean GATEHOUSE_DATABASE_URL?",
    ]);
    expect(problems([], {}, "tsl:\n  cert: a")).toEqual(["tsl in g.yaml: is not known; did you mean tls?"]);
    expect(problems([], { ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_FORCEMAF: "true" })).toEqual([
      "ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_FORCEMAF: is not known; did you mean ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_FORCEMFA?",
    ]);
  });

  it("other variables of the original are only mentioned", () => {
    const loaded = load([], { ZITADEL_TRACING_TYPE: "none", PATH: "/bin" });
    expect(loaded.ok && loaded.warnings).toEqual(["ZITADEL_TRACING_TYPE is not used here"]);
  });

  it("settings that change nothing yet are named", () => {
    const loaded = load([], { ZITADEL_DEFAULTINSTANCE_FEATURES_TOKENEXCHANGE: "true" });
    expect(loaded.ok && loaded.warnings).toEqual([
      "ZITADEL_DEFAULTINSTANCE_FEATURES_TOKENEXCHANGE has no effect yet",
    ]);
  });

  it("flags without value, and arguments that are no flags", () => {
    expect(problems(["--port"])).toEqual(["--port: needs a value"]);
    expect(problems(["--port", "--host", "::1"])).toEqual(["--port: needs a value"]);
    expect(problems(["start"])).toEqual(["start: is not a flag; flags begin with --"]);
  });

  it("secrets are never shown", () => {
    const texts = problems([], {
      GATEHOUSE_MASTERKEY: "hunter2hunter2",
      GATEHOUSE_DATABASE_URL: "mysql://root:hunter2@db",
    }).join();
    expect(texts).toContain(
      "GATEHOUSE_DATABASE_URL: is wrong; it must be a URL that begins with postgres://",
    );
    expect(texts).not.toContain("hunter2");
    expect(problems([], { GATEHOUSE_MASTERKEY: "hunter2hunter2" }).join()).not.toContain("hunter2");
  });
});

describe("names of the original", () => {
  it("configure address, database and first instance", () => {
    const config = good([], {
      ZITADEL_PORT: "9000",
      ZITADEL_EXTERNALDOMAIN: "id.localhost",
      ZITADEL_EXTERNALPORT: "80",
      ZITADEL_EXTERNALSECURE: "false",
      ZITADEL_TLS_ENABLED: "false",
      ZITADEL_MASTERKEY: KEY,
      ZITADEL_DATABASE_POSTGRES_HOST: "db",
      ZITADEL_DATABASE_POSTGRES_PORT: "5433",
      ZITADEL_DATABASE_POSTGRES_DATABASE: "zitadel",
      ZITADEL_DATABASE_POSTGRES_USER_USERNAME: "me@host",
      ZITADEL_DATABASE_POSTGRES_USER_PASSWORD: "p@ss/w:rd",
      ZITADEL_DATABASE_POSTGRES_USER_SSL_MODE: "require",
      ZITADEL_FIRSTINSTANCE_INSTANCENAME: "Mine",
      ZITADEL_FIRSTINSTANCE_ORG_NAME: "Acme",
      ZITADEL_FIRSTINSTANCE_ORG_HUMAN_USERNAME: "root",
      ZITADEL_FIRSTINSTANCE_ORG_HUMAN_PASSWORD: "RootPassword1!",
      ZITADEL_FIRSTINSTANCE_ORG_HUMAN_PASSWORDCHANGEREQUIRED: "false",
      ZITADEL_FIRSTINSTANCE_ORG_HUMAN_EMAIL_ADDRESS: "root@acme.test",
      ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME: "bot",
      ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_NAME: "Bot",
      ZITADEL_FIRSTINSTANCE_ORG_MACHINE_PAT_EXPIRATIONDATE: "2030-01-01T00:00:00Z",
      ZITADEL_FIRSTINSTANCE_ORG_LOGINCLIENT_MACHINE_USERNAME: "login",
      ZITADEL_FIRSTINSTANCE_ORG_LOGINCLIENT_MACHINE_NAME: "Login",
      ZITADEL_FIRSTINSTANCE_ORG_LOGINCLIENT_PAT_EXPIRATIONDATE: "2030-01-01T00:00:00Z",
      ZITADEL_FIRSTINSTANCE_PATPATH: "/out/pat",
      ZITADEL_FIRSTINSTANCE_MACHINEKEYPATH: "/out/key.json",
      ZITADEL_FIRSTINSTANCE_LOGINCLIENTPATPATH: "/out/login",
    });
    expect(config.database.url).toBe("postgres://me%40host:p%40ss%2Fw%3Ard@db:5433/zitadel?sslmode=require");
    expect(config).toMatchObject({
      port: 9000,
      external: { domain: "id.localhost", port: 80, secure: false },
      firstInstance: {
        instanceName: "Mine",
        patPath: "/out/pat",
        machineKeyPath: "/out/key.json",
        loginClientPatPath: "/out/login",
        org: {
          name: "Acme",
          human: {
            userName: "root",
            password: "RootPassword1!",
            passwordChangeRequired: false,
            email: { address: "root@acme.test", verified: true },
          },
          machine: {
            machine: { username: "bot", name: "Bot" },
            pat: { expirationDate: "2030-01-01T00:00:00.000Z" },
          },
          loginClient: { machine: { username: "login", name: "Login" } },
        },
      },
    });
  });

  it("override default policies by either name", () => {
    const config = good([], {
      ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_FORCEMFA: "true",
      ZITADEL_DEFAULTINSTANCE_LOGINPOLICY_PASSWORDCHECKLIFETIME: "240h0m0s",
      ZITADEL_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_HOST: "mail:587",
      GATEHOUSE_DEFAULT_INSTANCE_PASSWORD_COMPLEXITY_POLICY_MIN_LENGTH: "12",
      ZITADEL_DEFAULTINSTANCE_FEATURES_LOGINV2_REQUIRED: "false",
    });
    expect(config.defaultInstance).toMatchObject({
      loginPolicy: { forceMfa: true, passwordCheckLifetime: 864_000, allowRegister: undefined },
      smtpConfiguration: { smtp: { host: "mail:587" } },
      passwordComplexityPolicy: { minLength: 12 },
      features: { loginV2: { required: false } },
    });
  });

  it("give users of the system API, by object or list, with or without memberships", () => {
    const pem = "-----BEGIN PUBLIC KEY-----\nMII\n-----END PUBLIC KEY-----\n";
    const data = Buffer.from(pem).toString("base64");
    const memberships = [{ MemberType: "IAM", AggregateID: "1", Roles: ["IAM_OWNER"] }];
    const users = good([], {
      ZITADEL_SYSTEMAPIUSERS: JSON.stringify([
        { root: { KeyData: data } },
        { some: { Path: "/k", Memberships: memberships } },
      ]),
    }).systemApiUsers;
    expect(users).toEqual([
      {
        name: "root",
        key: { pem },
        memberships: [{ type: "System", aggregateId: "", roles: ["SYSTEM_OWNER"] }],
      },
      {
        name: "some",
        key: { path: "/k" },
        memberships: [{ type: "IAM", aggregateId: "1", roles: ["IAM_OWNER"] }],
      },
    ]);
    const file = `systemApiUsers:\n  root:\n    keyData: ${data}\n`;
    expect(good([], {}, file).systemApiUsers).toHaveLength(1);
    for (const wrong of [
      "x",
      "[1]",
      '{"a": {}}',
      '{"a": {"KeyData": "AAAA"}}',
      '{"a": {"Path": "/k", "Memberships": [{}]}}',
    ])
      expect(problems([], { GATEHOUSE_SYSTEM_API_USERS: wrong })).toHaveLength(1);
  });
});

describe("safety", () => {
  const open = ["--host", "0.0.0.0"];
  const tls = ["--tls-cert", "c.pem", "--tls-key", "k.pem"];
  const proxy = ["--trusted-proxies", "10.0.0.0/8"];
  const domain = ["--external-domain", "id.example.com"];

  it("any host but loopback needs TLS or a stated proxy", () => {
    expect(problems(open)).toEqual([
      expect.stringMatching(/^0\.0\.0\.0: is not loopback.*--tls-cert.*--trusted-proxies/),
    ]);
    expect(problems(domain)).toEqual([expect.stringMatching(/^id\.example\.com: is not loopback/)]);
    expect(problems([...open, ...tls])).toEqual([]);
    expect(problems([...open, ...proxy])).toEqual([]);
    for (const host of ["127.0.0.2", "::1", "[::1]", "localhost"])
      expect(problems(["--host", host])).toEqual([]);
    for (const host of ["10.0.0.1", "::", "127.example.com", "localhost.example.com"])
      expect(problems(["--host", host])).toHaveLength(1);
  });

  it("a public name is https", () => {
    expect(good([...domain, ...proxy]).external).toEqual({
      domain: "id.example.com",
      port: 443,
      secure: true,
    });
    expect(good([...domain, ...open, ...tls, "--port", "443"])).toMatchObject({
      local: false,
      tls: { cert: "c.pem", key: "k.pem" },
      external: { port: 443, secure: true },
    });
    expect(problems([...domain, ...proxy, "--external-secure=false"])).toEqual([
      "external.secure: must not be false for id.example.com; only loopback names may be http",
    ]);
  });

  it("the published password is refused off loopback, and a random one made", () => {
    const env = { ZITADEL_FIRSTINSTANCE_ORG_HUMAN_PASSWORD: "Password1!" };
    expect(problems([...domain, ...proxy], env)).toEqual([expect.stringContaining("refused off loopback")]);
    expect(good([], env).firstInstance.org.human.password).toBe("Password1!");
    expect(good([...domain, ...proxy]).firstInstance.org.human.password).toBeUndefined();
  });

  it("a database of one's own never gets a generated master key", () => {
    const url = { GATEHOUSE_DATABASE_URL: "postgres://u:p@db/gatehouse" };
    expect(problems([], url)).toEqual([expect.stringMatching(/^masterkey: is needed/)]);
    expect(good([], { ...url, GATEHOUSE_MASTERKEY: KEY }).database.url).toBe(url.GATEHOUSE_DATABASE_URL);
    expect(good(["--masterkey-file", "k"], url).masterkeyFile).toBe("k");
  });

  it("a master key must be usable, single, and not a published one off loopback", () => {
    const published = { ZITADEL_MASTERKEY: "MasterkeyNeedsToHave32Characters" };
    expect(problems([], published)).toEqual([]);
    expect(problems([...domain, ...proxy], published)).toEqual([
      expect.stringContaining("public documentation"),
    ]);
    expect(problems([], { GATEHOUSE_MASTERKEY: "short" })).toEqual([
      expect.stringContaining("32 characters"),
    ]);
    expect(problems(["--masterkey-file", "k"], { GATEHOUSE_MASTERKEY: KEY })).toHaveLength(1);
  });

  it("certificate and key belong together", () => {
    expect(problems(["--tls-cert", "c"])).toEqual([
      "tls.key: is missing; certificate and key belong together",
    ]);
    expect(problems(["--tls-key", "c"])).toEqual([
      "tls.cert: is missing; certificate and key belong together",
    ]);
    expect(problems([], { ZITADEL_TLS_ENABLED: "true" })).toHaveLength(1);
    expect(good(tls, { ZITADEL_TLS_ENABLED: "false" }).tls).toBeUndefined();
  });
});

describe("what callers name is called inside this machine only where nobody else reaches the service", () => {
  const key = ["--masterkey-file", "key"];
  it.each<[string, readonly string[], ConfigInput["env"], boolean]>([
    ["as it starts without settings", [], {}, true],
    ["on another loopback address", ["--host", "127.0.0.2"], {}, true],
    ["on loopback behind a proxy", ["--trusted-proxies", "127.0.0.1", ...key], {}, false],
    [
      "on all addresses behind a proxy",
      ["--host", "0.0.0.0", "--trusted-proxies", "10.0.0.0/8", ...key],
      {},
      false,
    ],
    [
      "on loopback under a public name",
      ["--external-domain", "id.example.com", "--tls-cert", "c", "--tls-key", "k"],
      {},
      false,
    ],
    ["with the same list, given", [], { GATEHOUSE_OUTBOUND_DENY_LIST: specialNetworks.join(",") }, false],
  ])("%s", (_how, args, env, isAllowed) => {
    const { denyList } = good(args, env).outbound;
    const allowed = specialNetworks.filter((entry) => !denyList.includes(entry));
    expect(allowed).toEqual(isAllowed ? ["localhost", "127.0.0.0/8", "::1/128"] : []);
  });
});

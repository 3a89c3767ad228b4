/** Apache with mod_auth_openidc, as Debian ships them: a certified relying party that nobody here wrote. */
import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../harness/processes.ts";
import { ended, ready } from "./server.ts";

export interface Apache {
  readonly origin: string;
  /** The protected page. */
  readonly page: string;
  /** Ends the login, here and at the provider. */
  readonly logout: string;
  /** Its error log. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

export interface ApacheAddresses {
  readonly port: number;
  readonly origin: string;
  readonly callback: string;
  readonly bye: string;
  /** Where the module takes logout tokens. */
  readonly backChannel: string;
}

export async function apacheAddresses(): Promise<ApacheAddresses> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const callback = `${origin}/secure/cb`;
  return { port, origin, callback, bye: `${origin}/bye.html`, backChannel: `${callback}?logout=backchannel` };
}

interface Provider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const modules = [
  "mpm_event",
  "authn_core",
  "authz_core",
  "authz_user",
  "dir",
  "env",
  "mime",
  "include",
  "auth_openidc",
];

/** What the page shows is what the module hands to applications. */
const securePage = `<h1>Inside</h1>
<p id="user"><!--#echo var="REMOTE_USER" --></p>
<p id="name"><!--#echo var="OIDC_CLAIM_name" --></p>
<p id="email"><!--#echo var="OIDC_CLAIM_email" --></p>`;

const configuration = (folder: string, at: ApacheAddresses, provider: Provider): string => `
ServerRoot "${folder}"
DefaultRuntimeDir "${folder}"
PidFile "${folder}/pid"
Mutex posixsem
ErrorLog "${folder}/error.log"
LogLevel warn auth_openidc:info
ServerName 127.0.0.1
Listen 127.0.0.1:${at.port}
${process.getuid?.() === 0 ? "User nobody\nGroup nogroup" : ""}
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
StartServers 1
DocumentRoot "${folder}/www"
TypesConfig /dev/null
AddType text/html .html .shtml
AddOutputFilter INCLUDES .shtml
DirectoryIndex index.shtml
OIDCProviderMetadataURL ${provider.issuer}/.well-known/openid-configuration
OIDCClientID ${provider.clientId}
OIDCClientSecret ${provider.clientSecret}
OIDCRedirectURI ${at.callback}
OIDCCryptoPassphrase a-passphrase-for-the-tests-only
OIDCScope "openid profile email"
OIDCPKCEMethod S256
OIDCPassClaimsAs environment
OIDCRemoteUserClaim sub
OIDCSessionType server-cache
OIDCProviderBackChannelLogoutSupported On
<Directory "${folder}/www">
  Options +Includes
  Require all granted
</Directory>
<Location "/secure">
  AuthType openid-connect
  Require valid-user
</Location>
`;

export async function startApache(at: ApacheAddresses, provider: Provider): Promise<Apache> {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-apache-"));
  // Its workers are not root.
  await chmod(folder, 0o755);
  await mkdir(join(folder, "www", "secure"), { recursive: true });
  await writeFile(join(folder, "www", "secure", "index.shtml"), securePage);
  await writeFile(join(folder, "www", "bye.html"), "<h1>Outside</h1>");
  await writeFile(join(folder, "httpd.conf"), configuration(folder, at, provider), { mode: 0o600 });
  const child = spawn("/usr/sbin/apache2", ["-f", join(folder, "httpd.conf"), "-DFOREGROUND"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const log = (): Promise<string> => readFile(join(folder, "error.log"), "utf8").catch(() => "");
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(
      at.origin,
      () => (child.exitCode === null ? undefined : "its words stand above"),
      "/bye.html",
    );
  } catch (error) {
    const words = await log();
    await stop();
    throw new Error(`Apache did not start: ${words}`, { cause: error });
  }
  const logout = `${at.callback}?logout=${encodeURIComponent(at.bye)}`;
  return { origin: at.origin, page: `${at.origin}/secure/`, logout, log, stop };
}

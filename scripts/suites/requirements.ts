import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A Debian package and the file by which its presence shows. */
export interface Requirement {
  readonly package: string;
  readonly file: string;
}

export const chromium: Requirement = { package: "chromium", file: "/usr/bin/chromium" };
export const curl: Requirement = { package: "curl", file: "/usr/bin/curl" };
export const apache: readonly Requirement[] = [
  { package: "apache2", file: "/usr/sbin/apache2" },
  { package: "libapache2-mod-auth-openidc", file: "/usr/lib/apache2/modules/mod_auth_openidc.so" },
];

/**
 * Installs what is missing when we are root on a Debian system.
 * @returns the packages that are still missing, by name
 */
export function install(wanted: readonly Requirement[]): readonly string[] {
  const missing = stillMissing(wanted);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return missing;
  console.log(`Installing Debian packages: ${missing.join(", ")} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    execFileSync("apt-get", ["update", "-qq"], { env, stdio: ["ignore", "ignore", "inherit"] });
    const args = ["install", "-y", "-qq", "--no-install-recommends", ...missing];
    // A freshly installed Apache must not take port 80.
    const quiet = { ...env, RUNLEVEL: "1" };
    execFileSync("apt-get", args, { env: quiet, stdio: ["ignore", "ignore", "inherit"] });
  } catch (error) {
    console.log(String(error));
  }
  return stillMissing(wanted);
}

const stillMissing = (wanted: readonly Requirement[]): readonly string[] => [
  ...new Set(wanted.filter((item) => !existsSync(item.file)).map((item) => item.package)),
];

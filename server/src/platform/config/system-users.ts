import type { Kind } from "./kinds.ts";
import { fieldsOf, readStructure } from "./structure.ts";

export interface SystemMembership {
  /** Projects and their grants belong to organizations: who manages those manages them. */
  readonly type: "System" | "IAM" | "Organization";
  /** The instance or organization it is held on; empty for the whole system. */
  readonly aggregateId: string;
  readonly roles: readonly string[];
}

/** A user of the system API: it signs its own tokens with the private half of this key. */
export interface SystemUser {
  readonly name: string;
  readonly key: { readonly pem: string } | { readonly path: string };
  readonly memberships: readonly SystemMembership[];
}

const EVERYTHING: SystemMembership = { type: "System", aggregateId: "", roles: ["SYSTEM_OWNER"] };
const TYPES: Readonly<Record<string, SystemMembership["type"]>> = {
  system: "System",
  iam: "IAM",
  instance: "IAM",
  organization: "Organization",
};

function readMembership(value: unknown): SystemMembership | undefined {
  const fields = fieldsOf(value);
  const typeName = fields?.get("membertype");
  const type = typeof typeName === "string" ? TYPES[typeName.toLowerCase()] : undefined;
  const roles = fields?.get("roles");
  const aggregateId = fields?.get("aggregateid") ?? "";
  if (!type || !Array.isArray(roles) || typeof aggregateId !== "string") return undefined;
  if (!roles.every((role) => typeof role === "string")) return undefined;
  return { type, aggregateId, roles };
}

/** PEM as it is or in base64, as the original has it. */
function readPem(data: string): string | undefined {
  const pem = data.includes("-----BEGIN") ? data : Buffer.from(data, "base64").toString("utf8");
  return /-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem) ? pem : undefined;
}

function readUser(name: string, value: unknown): SystemUser | undefined {
  const fields = fieldsOf(value);
  const path = fields?.get("path");
  const data = fields?.get("keydata");
  const pem = typeof data === "string" ? readPem(data) : undefined;
  const key = pem !== undefined ? { pem } : typeof path === "string" && path !== "" ? { path } : undefined;
  const given = fields?.get("memberships");
  const memberships = Array.isArray(given) ? given.map(readMembership) : [EVERYTHING];
  if (!key || name === "" || !memberships.every((one) => one !== undefined)) return undefined;
  return { name, key, memberships };
}

/** A mapping of names to users, or a list of such mappings; in the environment as JSON or YAML. */
export const systemUsers: Kind<readonly SystemUser[]> = {
  expects:
    'an object such as {"name": {"KeyData": "<PEM in base64>", "Memberships": [{"MemberType": "System", "Roles": ["SYSTEM_OWNER"]}]}}',
  read: (raw) => {
    const value = readStructure(raw);
    const mappings: readonly unknown[] = Array.isArray(value) ? value : [value];
    const users: (SystemUser | undefined)[] = [];
    for (const mapping of mappings) {
      if (fieldsOf(mapping) === undefined) return undefined;
      for (const [name, user] of Object.entries(mapping ?? {})) users.push(readUser(name, user));
    }
    return users.every((user) => user !== undefined) ? users : undefined;
  },
};

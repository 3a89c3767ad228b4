import { createPublicKey, type KeyObject } from "node:crypto";
import { decodeJwt, jwtVerify } from "jose";
import type { SystemMembership, SystemUser } from "#src/platform/config/index.ts";
import { unauthenticated } from "#src/platform/failure/index.ts";
import { type Caller, type Membership, systemUserId } from "#src/platform/request/index.ts";

/** Says who a token of a user of the system is; undefined for a token that names none of them. */
export type SystemAuthentication = (
  bearer: string,
  now: Date,
  /** Whose API is called; "" for the API of the system itself. */
  instanceId: string,
) => Promise<Caller | undefined>;

export interface SystemUserOptions {
  readonly users: readonly SystemUser[];
  /** The deployment's own origin, which tokens must be made for. */
  readonly audience: string;
  readonly readFile: (path: string) => string;
}

const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const maxAgeSeconds = 3600;
const clockSkewSeconds = 1;

interface Known {
  readonly user: SystemUser;
  readonly key: KeyObject;
}

/**
 * Users of the system stand in the configuration and sign their own tokens: a JWT whose issuer and subject are the
 * user's name, made for this deployment within the last hour.
 * @throws Error that names the user whose key cannot be read, at start
 */
export function systemAuthentication({ users, audience, readFile }: SystemUserOptions): SystemAuthentication {
  const known = new Map(
    users.map((user): [string, Known] => [user.name, { user, key: keyOf(user, readFile) }]),
  );
  return async (bearer, now, instanceId) => {
    const named = known.get(issuerOf(bearer) ?? "");
    if (named === undefined) return undefined;
    const { user, key } = named;
    try {
      await jwtVerify(bearer, key, {
        issuer: user.name,
        subject: user.name,
        audience,
        algorithms,
        requiredClaims: ["exp"],
        maxTokenAge: maxAgeSeconds,
        clockTolerance: clockSkewSeconds,
        currentDate: now,
      });
    } catch {
      throw unauthenticated("AUTH-7fs1e", "Errors.Token.Invalid");
    }
    const held = membershipsIn(instanceId, user.memberships);
    return {
      kind: "system",
      userId: systemUserId(user.name),
      orgId: "",
      scopes: [],
      memberships: async () => held,
    };
  };
}

function keyOf({ name, key }: SystemUser, readFile: SystemUserOptions["readFile"]): KeyObject {
  try {
    return createPublicKey("pem" in key ? key.pem : readFile(key.path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the public key of the system user ${name} cannot be read: ${reason}`);
  }
}

/** Nothing is believed of it yet. */
function issuerOf(bearer: string): string | undefined {
  try {
    return decodeJwt(bearer).iss;
  } catch {
    return undefined;
  }
}

/** Memberships of one instance count there alone, and in every one when they name none. */
export function membershipsIn(
  instanceId: string,
  configured: readonly SystemMembership[],
): readonly Membership[] {
  return configured.flatMap(({ type, aggregateId, roles }): readonly Membership[] => {
    if (type === "System") return [{ kind: "system", objectId: "", ownerId: "", roles }];
    if (type === "Organization") return [{ kind: "org", objectId: aggregateId, ownerId: aggregateId, roles }];
    if (instanceId === "" || (aggregateId !== "" && aggregateId !== instanceId)) return [];
    return [{ kind: "iam", objectId: instanceId, ownerId: instanceId, roles }];
  });
}

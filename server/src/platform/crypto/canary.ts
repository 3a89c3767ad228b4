import { Failure } from "#src/platform/failure/index.ts";
import { MasterKeyError } from "./master-key.ts";
import type { Sealed, Secrets } from "./secrets.ts";

const TEXT = "gatehouse";

function opens(secrets: Pick<Secrets, "open">, canary: Sealed): boolean {
  try {
    return secrets.open("canary", canary).toString("utf8") === TEXT;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/**
 * Proves, before anything is read or written, that the master keys are those of the database: `stored` holds one
 * canary per key that ever sealed. The answer is a canary to store when the current key has none yet.
 * @throws MasterKeyError that names the missing keys by id: the start must be refused
 */
export function checkCanaries(
  secrets: Pick<Secrets, "seal" | "open">,
  stored: readonly Sealed[],
): Sealed | undefined {
  const missing = stored.filter((canary) => !opens(secrets, canary)).map((canary) => canary.KeyID);
  if (missing.length > 0)
    throw new MasterKeyError(
      `this database was sealed with master key ${missing.join(", ")}, which was not given; ` +
        "give it in GATEHOUSE_MASTERKEY or the master key file, after the current one when keys are rotated",
    );
  const fresh = secrets.seal("canary", TEXT);
  return stored.some((canary) => canary.KeyID === fresh.KeyID) ? undefined : fresh;
}

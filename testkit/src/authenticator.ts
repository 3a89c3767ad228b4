/**
 * An authenticator and its browser in software (WebAuthn level 3): ES256, packed or no attestation, a counter, any
 * number of relying parties. It answers as told, also wrongly: for tests of what a server refuses.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** The options that a server prints, as JSON; binary values are base64url. */
export interface CreationOptions {
  readonly publicKey: {
    readonly challenge: string;
    readonly rp: { readonly id: string };
    readonly user: { readonly id: string };
    readonly excludeCredentials?: readonly { readonly id: string }[];
    readonly attestation?: string;
  };
}

export interface RequestOptions {
  readonly publicKey: {
    readonly challenge: string;
    readonly rpId: string;
    readonly allowCredentials?: readonly { readonly id: string }[];
  };
}

export interface AuthenticatorOptions {
  /** Recognises its user, by finger or PIN; true unless said otherwise. */
  readonly verifiesUser?: boolean;
  /** "packed" signs with the new key itself; "none" unless said otherwise. */
  readonly attestation?: "none" | "packed";
  /** Counts its answers; synchronised passkeys do not, and always answer 0. True unless said otherwise. */
  readonly counts?: boolean;
}

/** What an answer says instead of what is right. */
export interface Lies {
  readonly challenge?: string;
  readonly rpId?: string;
  /** What the page did, such as `webauthn.create`. */
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly userPresent?: boolean;
  readonly userVerified?: boolean;
  readonly counter?: number;
  /** Whom the credential says that it is of, base64url. */
  readonly userHandle?: string;
  /** The name of an attestation whose statement is empty. */
  readonly format?: string;
}

interface Credential {
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly key: KeyObject;
  counter: number;
}

export interface RegistrationAnswer {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
  readonly clientExtensionResults: Readonly<Record<string, never>>;
}

export interface AssertionAnswer {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle: string;
  };
  readonly clientExtensionResults: Readonly<Record<string, never>>;
}

export interface Authenticator {
  /** As `navigator.credentials.create`. @throws Error where it has a credential that is to be excluded */
  create(options: CreationOptions, origin: string, lies?: Lies): RegistrationAnswer;
  /** As `navigator.credentials.get`. @throws Error where it has no credential that may answer */
  get(options: RequestOptions, origin: string, lies?: Lies): AssertionAnswer;
}

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

export function createAuthenticator(options: AuthenticatorOptions = {}): Authenticator {
  const { verifiesUser = true, attestation = "none", counts = true } = options;
  const credentials: Credential[] = [];

  function authenticatorData(rpId: string, counter: number, lies: Lies, attested?: Buffer): Buffer {
    const flags =
      ((lies.userPresent ?? true) ? 0x01 : 0) |
      ((lies.userVerified ?? verifiesUser) ? 0x04 : 0) |
      (attested ? 0x40 : 0);
    const head = Buffer.alloc(5);
    head.writeUInt8(flags, 0);
    head.writeUInt32BE(lies.counter ?? counter, 1);
    return Buffer.concat([sha256(lies.rpId ?? rpId), head, attested ?? Buffer.alloc(0)]);
  }

  return {
    create({ publicKey: wanted }, origin, lies = {}) {
      const rpId = wanted.rp.id;
      if (wanted.excludeCredentials?.some(({ id }) => credentials.some((one) => one.id === id)))
        throw new Error("InvalidStateError: the authenticator is registered already");
      const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const rawId = randomBytes(32);
      const id = rawId.toString("base64url");
      const length = Buffer.alloc(2);
      length.writeUInt16BE(rawId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, rawId, coseKey(publicKey)]);
      const data = authenticatorData(rpId, 0, lies, attested);
      const client = clientData("webauthn.create", wanted.challenge, origin, lies);
      const signed = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      const statement: CborMap =
        attestation === "packed" && lies.format === undefined
          ? [
              ["alg", -7],
              ["sig", signed],
            ]
          : [];
      const object = cborMap([
        ["fmt", lies.format ?? attestation],
        ["attStmt", statement],
        ["authData", data],
      ]);
      credentials.push({ id, rpId, userHandle: wanted.user.id, key: privateKey, counter: 0 });
      return {
        id,
        rawId: id,
        type: "public-key",
        response: {
          clientDataJSON: client.toString("base64url"),
          attestationObject: object.toString("base64url"),
        },
        clientExtensionResults: {},
      };
    },
    get({ publicKey: wanted }, origin, lies = {}) {
      const allowed = wanted.allowCredentials ?? [];
      const credential = credentials.findLast(
        ({ id, rpId }) =>
          rpId === wanted.rpId && (allowed.length === 0 || allowed.some((one) => one.id === id)),
      );
      if (!credential) throw new Error("NotAllowedError: no credential may answer");
      if (counts) credential.counter++;
      const data = authenticatorData(credential.rpId, credential.counter, lies);
      const client = clientData("webauthn.get", wanted.challenge, origin, lies);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), credential.key);
      return {
        id: credential.id,
        rawId: credential.id,
        type: "public-key",
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
          userHandle: lies.userHandle ?? credential.userHandle,
        },
        clientExtensionResults: {},
      };
    },
  };
}

/** What the browser vouches for. */
const clientData = (type: string, challenge: string, origin: string, lies: Lies): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin,
      crossOrigin: lies.crossOrigin ?? false,
    }),
  );

/** EC2, ES256, P-256 (RFC 9053, section 2.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return cborMap([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ]);
}

type CborValue = string | number | Uint8Array | CborMap;
type CborMap = readonly (readonly [string | number, CborValue])[];

/** A head of CBOR (RFC 8949, section 3): the kind and a number below 65,536. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}

const cborMap = (map: CborMap): Buffer =>
  Buffer.concat([head(5, map.length), ...map.flatMap(([key, value]) => [cbor(key), cbor(value)])]);

function cbor(value: CborValue): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") {
    const text = Buffer.from(value);
    return Buffer.concat([head(3, text.length), text]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return cborMap(value);
}

/** What a sealed or hashed value is used for; each purpose has a key of its own, derived from the master key. */
export type Purpose =
  | "access_token"
  | "refresh_token"
  | "auth_code"
  | "session_token"
  | "user_agent_cookie"
  | "csrf"
  | "webauthn"
  | "device_code"
  | "user_code"
  | "web_key"
  | "otp"
  | "idp"
  | "smtp"
  | "sms"
  | "domain_verification"
  | "message"
  | "target"
  | "subject_key"
  | "canary";

/** Stored in event payloads and states in the contract's form (`reference/events.md`, conventions). `Crypted` is base64. */
export interface Sealed {
  readonly CryptoType: 0;
  readonly Algorithm: "aes-256-gcm";
  readonly KeyID: string;
  readonly Crypted: string;
}

/** Length in characters, charset by flags; `expiry` in seconds, 0 = never. */
export interface CodeShape {
  readonly length: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly digits: boolean;
  readonly symbols: boolean;
}

/** All secret handling of the process. Hashing runs off the event loop, bounded in number. */
export interface Secrets {
  seal(purpose: Purpose, plain: string | Uint8Array): Sealed;
  /** @throws internal Failure when the key is unknown or the value was tampered with */
  open(purpose: Purpose, sealed: Sealed): Buffer;
  /** A bearer value that carries `text` sealed: base64url, different each time. */
  sealToken(purpose: Purpose, text: string): string;
  /** The text inside, or undefined when it is not ours. */
  openToken(purpose: Purpose, token: string): string | undefined;
  /**
   * A keyed hash, the same each time (base64url): to look up what is short enough to be guessed from a plain one. It
   * changes with the master key, so it is for what lives for minutes.
   */
  digest(purpose: Purpose, text: string): string;
  /** Slow hash of a user's password with the configured algorithm (argon2id by default). @throws resource_exhausted when too many wait */
  hashPassword(plain: string): Promise<string>;
  /**
   * Checks against any known encoded hash. `upgrade` is the hash to store when algorithm or cost are outdated.
   * With `encoded` undefined it takes the same time and is false (no enumeration).
   */
  verifyPassword(
    encoded: string | undefined,
    plain: string,
  ): Promise<{ readonly ok: boolean; readonly upgrade?: string }>;
  /** True when `encoded` is a hash of a family we can verify; such hashes may be imported. */
  isKnownHash(encoded: string): boolean;
  /** Whether a password is one of those that everybody tries first, or of the operator's own corpus. */
  isCommonPassword(plain: string): boolean;
  /** Hash for generated client and machine secrets (64 random characters): cheap, constant-time to compare. */
  hashSecret(plain: string): Promise<string>;
  verifySecret(encoded: string, plain: string): Promise<{ readonly ok: boolean; readonly upgrade?: string }>;
  /** So many random bytes. */
  random(bytes: number): Buffer;
  /** A random code of that shape, without modulo bias. */
  code(shape: CodeShape): string;
}

/** What generated codes and secrets are for. Numbers as stored. */
export const generatorTypes = {
  init: 1,
  verify_email: 2,
  verify_phone: 3,
  verify_domain: 4,
  password_reset: 5,
  passwordless_init: 6,
  app_secret: 7,
  otp_sms: 8,
  otp_email: 9,
  invite: 10,
  signing_key: 11,
} as const;

export type GeneratorName = keyof typeof generatorTypes;

/** How a code is made, and for how long it is good; 0 is for ever. */
export interface Generator {
  readonly length: number;
  readonly expirySeconds: number;
  readonly includeLowerLetters: boolean;
  readonly includeUpperLetters: boolean;
  readonly includeDigits: boolean;
  readonly includeSymbols: boolean;
}

const hour = 3600;

const code = (expirySeconds: number): Generator => ({
  length: 6,
  expirySeconds,
  includeLowerLetters: false,
  includeUpperLetters: true,
  includeDigits: true,
  includeSymbols: false,
});
const mixed = (length: number, expirySeconds = 0): Generator => ({
  length,
  expirySeconds,
  includeLowerLetters: true,
  includeUpperLetters: true,
  includeDigits: true,
  includeSymbols: false,
});
const digits = (length: number, expirySeconds: number): Generator => ({
  length,
  expirySeconds,
  includeLowerLetters: false,
  includeUpperLetters: false,
  includeDigits: true,
  includeSymbols: false,
});

/** In force where an instance has stored none of its own. */
export const defaultGenerators: Readonly<Record<GeneratorName, Generator>> = {
  init: code(72 * hour),
  verify_email: code(hour),
  verify_phone: code(hour),
  verify_domain: mixed(32),
  password_reset: code(hour),
  passwordless_init: mixed(12, hour),
  app_secret: mixed(64),
  otp_sms: digits(8, 300),
  otp_email: digits(8, 300),
  invite: code(72 * hour),
  signing_key: mixed(36),
};

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { KnownHash } from "./hash-family.ts";
import { parseHash } from "./known-hashes.ts";

const hex64 = (hex: string) => Buffer.from(hex, "hex").toString("base64").replace(/=+$/, "");
const md5 = (text: string) => createHash("md5").update(text).digest("base64");

/** Published vectors: [algorithm, encoded, password]. */
const VECTORS: readonly (readonly [algorithm: string, encoded: string, password: string])[] = [
  // Reference implementation of Argon2 (test.c), versions 1.3 and 1.0; argon2d from passlib.
  [
    "argon2id",
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    "password",
  ],
  [
    "argon2id",
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "password",
  ],
  [
    "argon2i",
    "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
    "password",
  ],
  ["argon2i", "$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ", "password"],
  ["argon2d", "$argon2d$v=19$m=102400,t=2,p=8$g2RodLh8j8WbSdCp+lUy/A$zzAJqL/HSjm809PYQu6qkA", "password"],
  // Openwall crypt_blowfish.
  ["bcrypt", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"],
  ["bcrypt", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*"],
  ["bcrypt", "$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a", "U*U*U"],
  // RFC 7914, section 12, and passlib.
  [
    "scrypt",
    `$scrypt$ln=10,r=8,p=16$${Buffer.from("NaCl").toString("base64")}$${hex64("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")}`,
    "password",
  ],
  [
    "scrypt",
    "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
    "password",
  ],
  // RFC 6070, and passlib with 12 rounds.
  [
    "pbkdf2-sha1",
    `$pbkdf2-sha1$4096$${Buffer.from("salt").toString("base64")}$${hex64("4b007901b765489abead49d926f721d065a429c1")}`,
    "password",
  ],
  ["pbkdf2-sha1", "$pbkdf2$12$cmFuZG9tc2FsdGlzaGFyZA$mwUqsMixIYMc/0eN4v1.l3SVDpk", "password"],
  [
    "pbkdf2-sha256",
    "$pbkdf2-sha256$12$cmFuZG9tc2FsdGlzaGFyZA$OFvEcLOIPFd/oq8egf10i.qJLI7A8nDjPLnolCWarQY",
    "password",
  ],
  [
    "pbkdf2-sha256",
    "$pbkdf2-sha256$i=12$cmFuZG9tc2FsdGlzaGFyZA==$OFvEcLOIPFd/oq8egf10i+qJLI7A8nDjPLnolCWarQY=",
    "password",
  ],
  [
    "pbkdf2-sha512",
    "$pbkdf2-sha512$12$cmFuZG9tc2FsdGlzaGFyZA$e297piXvkpYxoYQAWD9zn1aKXCo3XmR91Xn9/WEGsHXU/7xaQzCV9upu4T5Jntq6AiZ6YX0diXnY7Ju5TEfUMA",
    "password",
  ],
  // Ulrich Drepper's specification, checked against libxcrypt.
  ["sha256crypt", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", "Hello world!"],
  [
    "sha512crypt",
    "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
    "Hello world!",
  ],
  // libxcrypt: empty and long passwords, no salt, few rounds.
  ["md5crypt", "$1$kJ4QkJaQ$3EbD/pJddrq5HW3mpZ4KZ1", "password"],
  // Openwall phpass and John the Ripper.
  ["phpass", "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "test12345"],
  ["phpass", "$H$9PE8jEklgZhgLmZl5.HYJAzfGCQtzi1", "123456"],
  ["phpass", "$P$7JaFQsPzJSuenezefD/3jHgt5hVfNH0", ""],
  ["phpass", "$P$912345678LIjjb6PhecupozNBmDndU0", "thisisalongertestPW"],
  ["drupal7", "$S$ErandomsaOpYrAZqwxGynirQbWYCb3ejW4BwGH81LJcOzbzeVd02", "password"],
  // RFC 1321 functions over known inputs.
  ["md5plain", "5f4dcc3b5aa765d61d8327deb882cf99", "password"],
  ["md5salted", `$md5salted-suffix$kJ4QkJaQ$${md5("passwordkJ4QkJaQ")}`, "password"],
  ["md5salted", `$md5salted-prefix$kJ4QkJaQ$${md5("kJ4QkJaQpassword")}`, "password"],
];

async function matches(known: KnownHash | undefined, plain: string): Promise<boolean> {
  if (!known) throw new Error("not understood");
  if (known.check.kind === "pool") return known.check.verify(plain);
  const steps = known.check.steps(plain);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("published test vectors", () => {
  it.each(VECTORS)("%s %s", async (algorithm, encoded, password) => {
    const known = parseHash(encoded);
    expect(known?.algorithm).toBe(algorithm);
    expect(await matches(known, password)).toBe(true);
    expect(await matches(known, `${password}x`)).toBe(false);
  });

  it("cover every family", () => {
    const families = new Set(VECTORS.map(([algorithm]) => algorithm));
    expect(families.size).toBe(15);
  });
});

describe("imported hashes that cost more than any honest one are not understood", () => {
  const salt = "cmFuZG9tc2FsdGlzaGFyZA";
  const digest = "OFvEcLOIPFd/oq8egf10i+qJLI7A8nDjPLnolCWarQY";
  it.each([
    `$argon2id$v=19$m=4194304,t=1,p=1$${salt}$${digest}`,
    `$argon2id$v=19$m=262144,t=100,p=1$${salt}$${digest}`,
    `$argon2id$v=19$m=8,t=1,p=4$${salt}$${digest}`,
    `$argon2id$v=19$m=64,t=0,p=1$${salt}$${digest}`,
    "$2b$31$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
    "$2b$03$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
    `$scrypt$ln=30,r=8,p=1$${salt}$${digest}`,
    `$scrypt$ln=0,r=8,p=1$${salt}$${digest}`,
    `$pbkdf2-sha256$9999999$${salt}$${digest}`,
    `$pbkdf2-sha256$0$${salt}$${digest}`,
    "$5$rounds=999999999$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc8",
    "$P$T12345678LIjjb6PhecupozNBmDndU0",
    "$S$TrandomsaOpYrAZqwxGynirQbWYCb3ejW4BwGH81LJcOzbzeVd02",
  ])("%s", (encoded) => {
    expect(parseHash(encoded)).toBeUndefined();
  });
});

describe("malformed hashes are not understood", () => {
  it.each([
    "",
    "password",
    "$",
    "$2b$05$short",
    "$argon2id$v=19$m=256,t=2,p=1$$",
    "$argon2id$v=18$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    "$scrypt$ln=16,r=8$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E",
    "$pbkdf2-sha256$12$!!!!$OFvEcLOIPFd/oq8egf10i.qJLI7A8nDjPLnolCWarQY",
    "$5$saltstring$5B8vYYiY",
    "$6$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc8",
    "$1$kJ4QkJaQ$3EbD",
    "$P$912345678X@badSalt",
    "$X$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
    "5f4dcc3b5aa765d61d8327deb882cf9",
    "$md5salted-middle$a$X03MO1qnZdYdgyfeuILPmQ==",
    "5f4dcc3b5aa765d61d8327deb882cf99\n",
  ])("%j", (encoded) => {
    expect(parseHash(encoded)).toBeUndefined();
  });
});

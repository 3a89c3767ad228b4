import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

const generate = promisify(generateKeyPair);

/** A new RSA key pair of 2048 bits in PEM: SPKI and PKCS #1, as key files have them. Made off the event loop. */
export function makeRsaPair(): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  return generate("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
}

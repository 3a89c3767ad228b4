import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readParams } from "./params.ts";
import { type Challenge, checkVerifier, readChallenge } from "./pkce.ts";

const verifier = "v".repeat(43);
const challenge = createHash("sha256").update(verifier).digest("base64url");
const strict = { required: true, plainAllowed: false };
const lax = { required: false, plainAllowed: false };
const dev = { required: true, plainAllowed: true };

const read = (query: string, rules: Parameters<typeof readChallenge>[1]) =>
  readChallenge(readParams(query), rules);
const refused = (code: string, id: string) => expect.objectContaining({ code, id });

test("S256 is read as it is sent", () => {
  const query = `code_challenge=${challenge}&code_challenge_method=S256`;
  expect(read(query, strict)).toEqual({ Challenge: challenge, Method: 1 });
});

test("a public client must send a challenge, a confidential one may", () => {
  expect(() => read("", strict)).toThrow(refused("invalid_request", "OIDC-Pk1mi"));
  expect(read("", lax)).toBeUndefined();
});

test("plain, also by saying nothing (RFC 7636 section 4.3), works in development mode only", () => {
  for (const query of [
    `code_challenge=${verifier}`,
    `code_challenge=${verifier}&code_challenge_method=plain`,
  ]) {
    expect(() => read(query, lax)).toThrow(refused("invalid_request", "OIDC-Pk4pl"));
    expect(read(query, dev)).toEqual({ Challenge: verifier, Method: 0 });
  }
});

test("challenges of the wrong form are refused where they come in", () => {
  const id = (query: string, rules = strict) => {
    try {
      return read(query, rules);
    } catch (error) {
      return error instanceof Error && "id" in error ? error.id : error;
    }
  };
  expect(id("code_challenge=abc&code_challenge_method=S256")).toBe("OIDC-Pk2fo");
  expect(id(`code_challenge=${challenge}%3D&code_challenge_method=S256`)).toBe("OIDC-Pk2fo");
  expect(id(`code_challenge=${challenge}&code_challenge_method=s256`)).toBe("OIDC-Pk3me");
  expect(id("code_challenge=abc", dev)).toBe("OIDC-Pk5fo");
  expect(id("code_challenge_method=S256", lax)).toBe("OIDC-Pk1mi");
});

const outcome = (stored: Challenge | undefined, sent: string | undefined, required = true) => {
  try {
    checkVerifier(stored, sent, required);
    return "ok";
  } catch (error) {
    return error instanceof Error && "id" in error ? error.id : error;
  }
};

test("only the verifier behind the challenge redeems the code", () => {
  const stored: Challenge = { Challenge: challenge, Method: 1 };
  expect(outcome(stored, verifier)).toBe("ok");
  expect(outcome(stored, undefined)).toBe("OIDC-Pk8mi");
  expect(outcome(stored, "w".repeat(43))).toBe("OIDC-Pk9wr");
  // The challenge itself, which anybody saw who saw the request, is no verifier.
  expect(outcome(stored, challenge)).toBe("OIDC-Pk9wr");
  expect(outcome({ Challenge: verifier, Method: 0 }, verifier)).toBe("ok");
  expect(outcome({ Challenge: "short", Method: 0 }, "short")).toBe("OIDC-Pk9wr");
});

test("a verifier without a challenge is refused: somebody took the challenge away (downgrade, RFC 9700)", () => {
  expect(outcome(undefined, verifier, false)).toBe("OIDC-Pk6un");
  expect(outcome(undefined, undefined, true)).toBe("OIDC-Pk7no");
  expect(outcome(undefined, undefined, false)).toBe("ok");
});

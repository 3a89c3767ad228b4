import { expect, test } from "vitest";
import { assertionType, readCredentials } from "./credentials.ts";
import { readParams } from "./params.ts";

const basic = (text: string) => `Basic ${Buffer.from(text, "latin1").toString("base64")}`;
const read = (form: string, authorization?: string) => readCredentials(readParams(form), authorization);
const refused = (code: string, id: string) => expect.objectContaining({ code, id });
const jwt = `e30.${Buffer.from('{"sub":"c1"}').toString("base64url")}.e30`;
const asserted = `client_assertion=${jwt}&client_assertion_type=${encodeURIComponent(assertionType)}`;

test("each of the four ways is read", () => {
  expect(read("", basic("c1:s"))).toEqual({ method: "basic", clientId: "c1", secret: "s" });
  expect(read("client_id=c1&client_secret=s")).toEqual({ method: "post", clientId: "c1", secret: "s" });
  expect(read("client_id=c1")).toEqual({ method: "none", clientId: "c1" });
  expect(read(asserted)).toEqual({ method: "private_key_jwt", clientId: "c1", assertion: jwt });
});

test("name and secret of Basic are form-urlencoded (RFC 6749 section 2.3.1)", () => {
  const found = read("", basic("user%40a.example:p%3Aw+%25"));
  expect(found).toEqual({ method: "basic", clientId: "user@a.example", secret: "p:w %" });
  expect(read("", basic("c1:a:b"))).toMatchObject({ secret: "a:b" });
});

test("a client authenticates in one way only", () => {
  const twice = refused("invalid_request", "OIDC-Ca1tm");
  expect(() => read("client_secret=s", basic("c1:s"))).toThrow(twice);
  expect(() => read(`client_id=c1&client_secret=s&${asserted}`)).toThrow(twice);
  expect(() => read(asserted, basic("c1:s"))).toThrow(twice);
});

test("client_id must be the client that authenticates", () => {
  expect(read("client_id=c1", basic("c1:s"))).toMatchObject({ method: "basic" });
  expect(() => read("client_id=c2", basic("c1:s"))).toThrow(refused("invalid_request", "OIDC-Ca2di"));
  expect(() => read(`client_id=c2&${asserted}`)).toThrow(refused("invalid_request", "OIDC-Ca2di"));
});

test.each([
  "Basic",
  "Basic !!!",
  "Bearer abc",
  basic("no colon"),
  basic(":secret"),
  basic("\xff\xfe:s"),
  basic("%zz:s"),
  basic("%ff:s"),
  basic("c1%00:s"),
])("credentials nobody can read: %s", (authorization) => {
  expect(() => read("", authorization)).toThrow(refused("invalid_client", "OIDC-Ca4ba"));
});

test("assertions need their type and a subject", () => {
  expect(() => read(`client_assertion=${jwt}`)).toThrow(refused("invalid_request", "OIDC-Ca6ty"));
  expect(() => read("client_assertion_type=x&client_id=c1")).toThrow(
    refused("invalid_request", "OIDC-Ca5mi"),
  );
  const broken = asserted.replace(jwt, "abc");
  expect(() => read(broken)).toThrow(refused("invalid_client", "OIDC-Ca7as"));
  expect(() => read("")).toThrow(refused("invalid_request", "OIDC-Ca3no"));
});

import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorDetailSchema } from "@gatehouse/server/contract/zitadel/message_pb.ts";
import { expect, test } from "vitest";
import { fieldIn, problemOf } from "./problem.ts";

const failure = (message: string, code: Code, cause?: unknown) =>
  new ConnectError(message, code, undefined, undefined, cause);

test("the id comes from the detail, and leaves the sentence", () => {
  const detail = { desc: ErrorDetailSchema, value: create(ErrorDetailSchema, { id: "V2-usrnm" }) };
  const error = new ConnectError("Taken. (V2-usrnm)", Code.AlreadyExists, undefined, [detail]);
  expect(problemOf(error)).toMatchObject({ kind: "taken", id: "V2-usrnm", text: "Taken." });
});

test("without a detail the id is read from the sentence", () => {
  expect(problemOf(failure("Gone. (QUERY-Dfbg2)", Code.NotFound))).toMatchObject({
    kind: "missing",
    id: "QUERY-Dfbg2",
    text: "Gone.",
  });
});

test("whoever is not a member lacks a permission", () => {
  expect(problemOf(failure("membership not found (AUTHZ-cdgFk)", Code.NotFound)).kind).toBe("forbidden");
});

test("no answer at all means that the server is away", () => {
  const noAnswer = new TypeError("Failed to fetch");
  expect(problemOf(failure("Failed to fetch", Code.Internal, noAnswer))).toMatchObject({
    kind: "away",
    text: "",
  });
  expect(problemOf(noAnswer).kind).toBe("away");
  expect(problemOf(failure("", Code.Unavailable)).kind).toBe("away");
});

test("an unforeseen error keeps the id of the request", () => {
  const error = new ConnectError("internal error", Code.Internal, { "x-request-id": "r1" });
  expect(problemOf(error)).toMatchObject({ kind: "failed", requestId: "r1" });
  expect(problemOf("?")).toMatchObject({ kind: "failed", text: "" });
});

test("the field is found in both spellings", () => {
  const nested =
    "invalid CreateUserRequest.Human: embedded message failed validation | caused by: invalid Human.Profile: embedded message failed validation | caused by: invalid SetHumanProfile.GivenName: value length must be between 1 and 200 runes, inclusive";
  expect(fieldIn(nested)).toBe("givenName");
  expect(fieldIn("invalid AddOrganizationRequest.Name: value length must be at least 1 runes")).toBe("name");
  expect(fieldIn("password: The password is too short.")).toBe("password");
  expect(fieldIn("email.given_name: wrong")).toBe("givenName");
  expect(fieldIn("Something: went wrong")).toBeUndefined();
  expect(fieldIn("The user exists already.")).toBeUndefined();
});

import { create } from "@bufbuild/protobuf";
import { HumanProfileSchema } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { expect, test } from "vitest";
import { checkProfile, profileForm, profileRequest } from "./profile-form.ts";

const ada = create(HumanProfileSchema, {
  givenName: "Ada",
  familyName: "Lovelace",
  displayName: "Ada Lovelace",
  preferredLanguage: "und",
});

test("a display name follows the names until it says something else", () => {
  const form = profileForm(ada);
  expect(form).toMatchObject({ displayName: "", language: "" });
  expect(profileRequest({ ...form, familyName: "King " }).displayName).toBe("Ada King");
  expect(profileRequest({ ...form, displayName: "Countess" }).displayName).toBe("Countess");
  expect(profileForm(create(HumanProfileSchema, { ...ada, displayName: "Countess" })).displayName).toBe(
    "Countess",
  );
});

test("nobody is without a name", () => {
  const wrong = checkProfile({ ...profileForm(ada), givenName: " ", nickName: "x".repeat(201) });
  expect(wrong).toMatchObject({
    givenName: { key: "common.required" },
    nickName: { key: "common.tooLong" },
  });
  expect(wrong.familyName).toBeUndefined();
});

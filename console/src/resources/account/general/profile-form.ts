import type { HumanProfile } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { Gender } from "@gatehouse/server/contract/zitadel/user_pb.ts";
import { limitedText, requiredText } from "../../../components/form/checks.ts";
import type { FieldErrors } from "../../../components/form/server-form.ts";
import type { Problem } from "../../../problem/problem.ts";

// A type, not an interface: forms want an index signature.
export type ProfileForm = {
  givenName: string;
  familyName: string;
  nickName: string;
  displayName: string;
  gender: string;
  language: string;
};

/** The contract's limit of names. */
const maxLength = 200;

/** A display name that only repeats the names is left to follow them. */
export function profileForm(profile: HumanProfile | undefined): ProfileForm {
  const givenName = profile?.givenName ?? "";
  const familyName = profile?.familyName ?? "";
  const displayName = profile?.displayName ?? "";
  const spoken = profile?.preferredLanguage ?? "";
  return {
    givenName,
    familyName,
    nickName: profile?.nickName ?? "",
    displayName: displayName === `${givenName} ${familyName}` ? "" : displayName,
    gender: `${profile?.gender ?? Gender.UNSPECIFIED}`,
    language: spoken === "und" ? "" : spoken,
  };
}

export function checkProfile(form: ProfileForm): FieldErrors<ProfileForm> {
  return {
    givenName: requiredText(form.givenName, maxLength),
    familyName: requiredText(form.familyName, maxLength),
    nickName: limitedText(form.nickName, maxLength),
    displayName: limitedText(form.displayName, maxLength),
  };
}

export const profileRequest = (form: ProfileForm) => ({
  firstName: form.givenName.trim(),
  lastName: form.familyName.trim(),
  nickName: form.nickName.trim(),
  // The contract wants one.
  displayName: form.displayName.trim() || `${form.givenName.trim()} ${form.familyName.trim()}`,
  preferredLanguage: form.language,
  gender: Number(form.gender) as Gender, // One of the choices, which are its numbers.
});

export function profileField({ field }: Problem): keyof ProfileForm | undefined {
  const fields: Readonly<Record<string, keyof ProfileForm>> = {
    firstName: "givenName",
    lastName: "familyName",
    nickName: "nickName",
    displayName: "displayName",
    preferredLanguage: "language",
  };
  return field === undefined ? undefined : fields[field];
}

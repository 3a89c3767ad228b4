import type { ImportHumanUserRequest } from "#contract/zitadel/management_pb.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Wire } from "#src/platform/rpc/index.ts";
import type { NewHuman } from "./human-commands.ts";
import { genderV1, verificationV1 } from "./translate.v1.ts";

/** What every way of the first generation to add a person has in common. */
type HumanRequest = Pick<Wire<ImportHumanUserRequest>, "userName" | "profile" | "email" | "phone">;

/** @throws invalid_argument without a profile or an email address */
export function newHumanV1(orgId: string, { userName, profile, email, phone }: HumanRequest): NewHuman {
  if (!profile) throw invalid("V2-Pr1fl", "Errors.User.Profile.Empty", { field: "profile" });
  if (!email) throw invalid("V2-Em1il", "Errors.User.Email.Empty", { field: "email" });
  return {
    orgId,
    userName,
    firstName: profile.firstName,
    lastName: profile.lastName,
    nickName: profile.nickName,
    displayName: profile.displayName,
    preferredLanguage: profile.preferredLanguage,
    gender: genderV1(profile.gender),
    email: email.email,
    emailVerification: verificationV1(email.isEmailVerified),
    phone: phone?.phone || undefined,
    phoneVerification: phone && verificationV1(phone.isPhoneVerified),
  };
}

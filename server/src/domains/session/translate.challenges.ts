import type { JsonObject } from "@bufbuild/protobuf";
import { invalid } from "#src/platform/failure/index.ts";
import type { ChallengeRequests, ReturnedChallenges } from "./challenges.ts";
import type { Checks } from "./checks.ts";

interface WithCode {
  readonly code: string;
}

/** What v2 and v2beta have in common, which have the same fields under other type names. */
interface WireChecks {
  readonly user?:
    | {
        readonly search:
          | { readonly case: "userId" | "loginName"; readonly value: string }
          | { readonly case: undefined };
      }
    | undefined;
  readonly password?: { readonly password: string } | undefined;
  readonly webAuthN?: { readonly credentialAssertionData?: JsonObject | undefined } | undefined;
  readonly idpIntent?: { readonly idpIntentId: string; readonly idpIntentToken: string } | undefined;
  readonly totp?: WithCode | undefined;
  readonly otpSms?: WithCode | undefined;
  readonly otpEmail?: WithCode | undefined;
  readonly recoveryCode?: WithCode | undefined;
}

/** @throws invalid_argument for a browser's answer that is left out */
export function checksFrom(checks: WireChecks | undefined): Checks {
  if (checks === undefined) return {};
  const { search } = checks.user ?? { search: { case: undefined } };
  const { webAuthN, idpIntent } = checks;
  if (webAuthN && !webAuthN.credentialAssertionData)
    throw invalid("SESSION-Wa1em", "Errors.Invalid.Argument", {
      field: "checks.webAuthN.credentialAssertionData",
    });
  return {
    ...(search.case === "userId" ? { user: { userId: search.value } } : {}),
    ...(search.case === "loginName" ? { user: { loginName: search.value } } : {}),
    password: checks.password?.password,
    idpIntent: idpIntent && { id: idpIntent.idpIntentId, token: idpIntent.idpIntentToken },
    webAuthN: webAuthN?.credentialAssertionData,
    totp: checks.totp?.code,
    otpSms: checks.otpSms?.code,
    otpEmail: checks.otpEmail?.code,
    recoveryCode: checks.recoveryCode?.code,
  };
}

interface WireChallenges {
  readonly webAuthN?: { readonly domain: string; readonly userVerificationRequirement: number } | undefined;
  readonly otpSms?: { readonly returnCode: boolean } | undefined;
  readonly otpEmail?:
    | {
        readonly deliveryType:
          | { readonly case: "sendCode"; readonly value: { readonly urlTemplate?: string | undefined } }
          | { readonly case: "returnCode"; readonly value: object }
          | { readonly case: undefined };
      }
    | undefined;
}

/** Sending is what is done where nothing is said. */
export function challengesFrom(wire: WireChallenges | undefined): ChallengeRequests {
  if (wire === undefined) return {};
  const { webAuthN, otpSms, otpEmail } = wire;
  const mail = otpEmail?.deliveryType;
  const template = mail?.case === "sendCode" ? mail.value.urlTemplate : undefined;
  return {
    webAuthN: webAuthN && {
      domain: webAuthN.domain,
      userVerification: webAuthN.userVerificationRequirement,
    },
    otpSms: otpSms && (otpSms.returnCode ? { kind: "return" } : { kind: "send" }),
    otpEmail:
      mail && (mail.case === "returnCode" ? { kind: "return" } : { kind: "send", urlTemplate: template }),
  };
}

/** Undefined where no challenge was asked for. */
export function challengesV2(
  requests: ChallengeRequests,
  { webAuthN, otpSms, otpEmail }: ReturnedChallenges,
) {
  if (!requests.webAuthN && !requests.otpSms && !requests.otpEmail) return undefined;
  return {
    // The options are plain JSON by construction: strings, numbers, lists and objects of them.
    ...(webAuthN ? { webAuthN: { publicKeyCredentialRequestOptions: webAuthN as JsonObject } } : {}),
    ...(otpSms === undefined ? {} : { otpSms }),
    ...(otpEmail === undefined ? {} : { otpEmail }),
  };
}

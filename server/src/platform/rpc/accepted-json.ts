/**
 * JSON that the contract's message cannot hold and that clients send all the same, since the documentation of the
 * API shows it. It is one field of one message; everything else is as the contract says.
 */
import type { DescMessage, JsonObject } from "@bufbuild/protobuf";

/** Where `"otpEmail": {"returnCode": false}` sends the code and `true` returns it; the contract has messages there. */
const flagged = "zitadel.session.v2beta.RequestChallenges.OTPEmail";

/** What is meant by the JSON of one message, without looking into the messages below it. */
export function acceptedJson({ typeName }: DescMessage, json: JsonObject): JsonObject {
  if (typeName !== flagged) return json;
  const { returnCode, return_code, ...rest } = json;
  const flag = returnCode ?? return_code;
  if (typeof flag !== "boolean") return json;
  if (flag) return { ...rest, returnCode: {} };
  return "sendCode" in rest || "send_code" in rest ? rest : { ...rest, sendCode: {} };
}

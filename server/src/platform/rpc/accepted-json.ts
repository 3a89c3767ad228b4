/**
 * JSON that the contract's message cannot hold and that clients send all the same, since the documentation of the
 * API shows it. Each exception is one field of one message; everything else is as the contract says.
 */
import type { DescMessage, JsonObject } from "@bufbuild/protobuf";

type Rewrite = (json: JsonObject) => JsonObject;

/** A flag where messages are meant: `"otpEmail": {"returnCode": false}` sends the code, `true` returns it. */
const flagOfDelivery: Rewrite = ({ returnCode, return_code, ...rest }) => {
  const flag = returnCode ?? return_code;
  return flag === true ? { ...rest, returnCode: {} } : { ...rest, sendCode: {} };
};

const exceptions: Readonly<Record<string, { applies(json: JsonObject): boolean; rewrite: Rewrite }>> = {
  "zitadel.session.v2beta.RequestChallenges.OTPEmail": {
    applies: ({ returnCode, return_code }) => typeof (returnCode ?? return_code) === "boolean",
    rewrite: flagOfDelivery,
  },
};

/** What is meant by the JSON of one message, without looking into the messages below it. */
export function acceptedJson(desc: DescMessage, json: JsonObject): JsonObject {
  const exception = exceptions[desc.typeName];
  return exception?.applies(json) ? exception.rewrite(json) : json;
}

export { authPart, managementPart } from "./api.v1.ts";
export { userBetaPart, userPart } from "./api.v2.ts";
export { makeOtp, type OtpChallenge, type OtpDelivery } from "./challenge.ts";
export { checkOtp, checkTotp } from "./check.ts";

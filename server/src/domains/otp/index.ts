export { makeOtp, type OtpChallenge, type OtpDelivery } from "./challenge.ts";
export { checkOtp, checkTotp } from "./check.ts";

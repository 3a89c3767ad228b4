export { authPart, managementPart } from "./api.v1.ts";
export { userBetaPart, userPart } from "./api.v2.ts";
export { isOpenOtp, makeOtp, type OtpChallenge, type OtpDelivery } from "./challenge.ts";
export { checkOtp, checkTotp } from "./check.ts";
export {
  addOtpTo,
  setUpTotp,
  shownTotp,
} from "./commands.ts";

import { SmsProvider } from "./state.ts";

export { adminPart } from "./api.v1.ts";

export { checkExternally, externalVerifier } from "./external.ts";
export { deliverSms, type OutgoingSms, smsProviders } from "./send.ts";
export const entities = [SmsProvider];

export { isTwilioCode, sendTwilioMessage, startTwilioCheck, type TwilioAccount } from "./twilio.ts";

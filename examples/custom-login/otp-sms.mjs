/** Password and a code by SMS. */
import { randomInt } from "node:crypto";
import { accountOf, begin, finish, methodsOf, proceed } from "./login.mjs";
import { application, messageTo, newPerson } from "./people.mjs";

const ada = await newPerson("ada-sms");
const phone = `+4179${randomInt(1_000_000, 10_000_000)}`;

// Registration: a number that is theirs, then the factor.
const account = accountOf(await begin(ada.username, ada.password));
await account.setPhone({ userId: ada.userId, phone });
const { code: verificationCode } = await messageTo(phone);
await account.verifyPhone({ userId: ada.userId, verificationCode });
await account.addOTPSMS({ userId: ada.userId });
console.log(`has ${await methodsOf(ada.userId)}`);

// Login: the challenge sends the code.
const web = application();
const authRequestId = await web.login();
const known = await begin(ada.username, ada.password);
await proceed(known, { challenges: { otpSms: {} } });
const { code } = await messageTo(phone);
const session = await proceed(known, { checks: { otpSms: { code } } });
await web.loggedIn(await finish(authRequestId, session));

/** Password and a code by email. */
import { accountOf, begin, finish, methodsOf, proceed } from "./login.mjs";
import { application, messageTo, newPerson } from "./people.mjs";

const ada = await newPerson("ada-email");

// Registration: nothing to prove, since the address is verified already.
const account = accountOf(await begin(ada.username, ada.password));
await account.addOTPEmail({ userId: ada.userId });
console.log(`has ${await methodsOf(ada.userId)}`);

// Login: the challenge sends the code.
const web = application();
const authRequestId = await web.login();
const known = await begin(ada.username, ada.password);
const urlTemplate = "http://localhost:3001/otp?session={{.SessionID}}&code={{.Code}}";
await proceed(known, {
  challenges: { otpEmail: { deliveryType: { case: "sendCode", value: { urlTemplate } } } },
});
const { code } = await messageTo(ada.email);
const session = await proceed(known, { checks: { otpEmail: { code } } });
await web.loggedIn(await finish(authRequestId, session));

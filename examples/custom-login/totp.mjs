/** Password and the code of an authenticator app. */
import { accountOf, begin, finish, methodsOf, proceed, refusalOf } from "./login.mjs";
import { application, newPerson, totpCode } from "./people.mjs";

const ada = await newPerson("ada-totp");

// Registration: the page shows the address as a QR code, and the person types the first code.
const account = accountOf(await begin(ada.username, ada.password));
const { uri } = await account.registerTOTP({ userId: ada.userId });
await account.verifyTOTPRegistration({ userId: ada.userId, code: totpCode(uri) });
console.log(`has ${await methodsOf(ada.userId)}`);

// Login: no code counts twice, so it is the next one.
const web = application();
const authRequestId = await web.login();
const known = await begin(ada.username, ada.password);
const refusal = await finish(authRequestId, known).catch(refusalOf);
console.log(`refused: ${refusal.message} (${refusal.id})`);
const session = await proceed(known, { checks: { totp: { code: totpCode(uri, 1) } } });
await web.loggedIn(await finish(authRequestId, session));

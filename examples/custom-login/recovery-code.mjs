/** Password and a code on paper, for somebody who lost the phone. */
import { accountOf, begin, finish, proceed } from "./login.mjs";
import { application, newPerson, totpCode } from "./people.mjs";

const { ISSUER, LOGIN_TOKEN } = process.env;

/** @zitadel/client 1.3 does not know recovery codes yet. Every method can be called like this too. */
async function call(token, name, request) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify(request);
  const answer = await fetch(`${ISSUER}/zitadel.${name}`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const ada = await newPerson("ada-paper");
const { userId } = ada;
const first = await begin(ada.username, ada.password);
const account = accountOf(first);
const { uri } = await account.registerTOTP({ userId });
await account.verifyTOTPRegistration({ userId, code: totpCode(uri) });

// Registration: shown once, to be printed or written down. A password alone does not open the account any more.
const mine = await proceed(first, { checks: { totp: { code: totpCode(uri, 1) } } });
const generate = "user.v2.UserService/GenerateRecoveryCodes";
const { recoveryCodes } = await call(mine.sessionToken, generate, { userId, count: 5 });
console.log(`has ${recoveryCodes.length} codes`);

// Login: each code counts once.
const web = application();
const authRequestId = await web.login();
const { sessionId } = await begin(ada.username, ada.password);
const { sessionToken } = await call(LOGIN_TOKEN, "session.v2.SessionService/SetSession", {
  sessionId,
  checks: { recoveryCode: { code: recoveryCodes[0] } },
});
await web.loggedIn(await finish(authRequestId, { sessionId, sessionToken }));

/** Registration with a password, and login with it. */
import { randomUUID } from "node:crypto";
import { begin, cancel, finish, methodsOf, oidc, refusalOf, users } from "./login.mjs";
import { application, messageTo } from "./people.mjs";

// Registration: what the person typed, and a mail with a link to a page of yours.
const email = `ada-${randomUUID()}@example.com`;
const password = "Analytical-Engine-1";
const { userId } = await users.addHumanUser({
  username: email,
  profile: { givenName: "Ada", familyName: "Lovelace" },
  email: {
    email,
    verification: {
      case: "sendCode",
      value: { urlTemplate: "http://localhost:3001/verify?userId={{.UserID}}&code={{.Code}}" },
    },
  },
  passwordType: { case: "password", value: { password, changeRequired: false } },
});

// That page reads both out of its address.
const { link } = await messageTo(email);
const { searchParams } = new URL(link);
await users.verifyEmail({
  userId: searchParams.get("userId"),
  verificationCode: searchParams.get("code"),
});

// Login: the application sends the browser to http://localhost:3001/login?authRequest=….
const web = application();
const authRequestId = await web.login();
const { authRequest } = await oidc.getAuthRequest({ authRequestId });
console.log(`asked for ${authRequest.scope.join(", ")}`);
const { id, message, failedAttempts } = await begin(email, "Wrong-Password-1").catch(refusalOf);
console.log(`refused: ${message} (${id}, ${failedAttempts} in a row)`);
console.log(`has ${await methodsOf(userId)}`);
const session = await begin(email, password);
await web.loggedIn(await finish(authRequestId, session));

// Or the person turns back.
console.log(`back to ${await cancel(await web.login())}`);

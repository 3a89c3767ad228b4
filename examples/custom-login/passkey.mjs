/** A passkey instead of a password, registered by a link in a mail. */
import { UserVerificationRequirement } from "@zitadel/proto/zitadel/session/v2/challenge_pb.js";
import { finish, methodsOf, proceed, sessions, users } from "./login.mjs";
import { application, browser, messageTo, newPerson } from "./people.mjs";

const ada = await newPerson("ada-passkey", "");
const { userId } = ada;
const { createPasskey, usePasskey } = browser();
const domain = "localhost";

// Registration: the link proves that it is theirs, since they have nothing else yet.
const urlTemplate = "http://localhost:3001/passkey?userId={{.UserID}}&codeId={{.CodeID}}&code={{.Code}}";
await users.createPasskeyRegistrationLink({
  userId,
  medium: { case: "sendLink", value: { urlTemplate } },
});
const { searchParams } = new URL((await messageTo(ada.email)).link);
const code = { id: searchParams.get("codeId"), code: searchParams.get("code") };
const { passkeyId, publicKeyCredentialCreationOptions } = await users.registerPasskey({
  userId,
  code,
  domain,
});
const publicKeyCredential = await createPasskey(publicKeyCredentialCreationOptions);
await users.verifyPasskeyRegistration({ userId, passkeyId, publicKeyCredential, passkeyName: "Laptop" });
console.log(`has ${await methodsOf(userId)}`);

// Login: name and challenge in one step, then the answer.
const web = application();
const authRequestId = await web.login();
const userVerificationRequirement = UserVerificationRequirement.REQUIRED;
const { sessionId, challenges } = await sessions.createSession({
  checks: { user: { search: { case: "loginName", value: ada.username } } },
  challenges: { webAuthN: { domain, userVerificationRequirement } },
});
const credentialAssertionData = await usePasskey(challenges.webAuthN.publicKeyCredentialRequestOptions);
const session = await proceed({ sessionId }, { checks: { webAuthN: { credentialAssertionData } } });
await web.loggedIn(await finish(authRequestId, session));

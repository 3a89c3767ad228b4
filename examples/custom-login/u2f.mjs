/** Password and a security key. */
import { UserVerificationRequirement } from "@zitadel/proto/zitadel/session/v2/challenge_pb.js";
import { accountOf, begin, finish, methodsOf, proceed } from "./login.mjs";
import { application, browser, newPerson } from "./people.mjs";

const ada = await newPerson("ada-u2f");
const { userId } = ada;
const { createPasskey, usePasskey } = browser();
// The host of the login's pages, or a domain that it is in.
const domain = "localhost";

// Registration.
const account = accountOf(await begin(ada.username, ada.password));
const { u2fId, publicKeyCredentialCreationOptions } = await account.registerU2F({ userId, domain });
const publicKeyCredential = await createPasskey(publicKeyCredentialCreationOptions);
await account.verifyU2FRegistration({ userId, u2fId, publicKeyCredential, tokenName: "Key ring" });
console.log(`has ${await methodsOf(userId)}`);

// Login.
const web = application();
const authRequestId = await web.login();
const known = await begin(ada.username, ada.password);
const userVerificationRequirement = UserVerificationRequirement.DISCOURAGED;
const { challenges } = await proceed(known, {
  challenges: { webAuthN: { domain, userVerificationRequirement } },
});
const credentialAssertionData = await usePasskey(challenges.webAuthN.publicKeyCredentialRequestOptions);
const session = await proceed(known, { checks: { webAuthN: { credentialAssertionData } } });
await web.loggedIn(await finish(authRequestId, session));

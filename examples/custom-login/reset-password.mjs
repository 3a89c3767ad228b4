/** A new password for somebody who forgot theirs. */
import { begin, finish, refusalOf, users } from "./login.mjs";
import { application, messageTo, newPerson } from "./people.mjs";

const ada = await newPerson("ada-forgetful");

// Who it is: the page asks for the login name.
const { result } = await users.listUsers({
  queries: [{ query: { case: "loginNameQuery", value: { loginName: ada.username } } }],
});
const [{ userId }] = result;
const urlTemplate = "http://localhost:3001/reset?userId={{.UserID}}&code={{.Code}}";
await users.passwordReset({ userId, medium: { case: "sendLink", value: { urlTemplate } } });

// The page that the mail leads to.
const { searchParams } = new URL((await messageTo(ada.email)).link);
const verification = { case: "verificationCode", value: searchParams.get("code") };
const password = "Difference-Engine-2";
const weak = users.setPassword({ userId, newPassword: { password: "engine" }, verification });
const refusal = await weak.catch(refusalOf);
console.log(`refused: ${refusal.message} (${refusal.id})`);
await users.setPassword({ userId, newPassword: { password }, verification });

const web = application();
const authRequestId = await web.login();
await web.loggedIn(await finish(authRequestId, await begin(ada.username, password)));

import { flagValue, instant, oneOf, text } from "./kinds.ts";
import { optional, setting } from "./setting.ts";

const named = (about: string) => ({ about, zitadel: "by path" }) as const;

const serviceAccount = (what: string) => ({
  machine: {
    username: optional(text(200), named(`User name of the ${what}; without it there is none.`)),
    name: optional(text(200), named(`Name of the ${what}; by default its user name.`)),
  },
  pat: {
    expirationDate: optional(
      instant,
      named(`When the access token of the ${what} expires; by default never.`),
    ),
  },
});

/** What the first start on an empty database creates. Later starts ignore it. */
export const firstInstance = {
  skip: setting(flagValue, false, named("Create no instance at the first start.")),
  instanceName: setting(text(200), "ZITADEL", named("Name of the instance.")),
  defaultLanguage: setting(text(10), "en", named("Default language of the instance (BCP 47).")),
  patPath: optional(text(4000), named("File that gets the access token of the service account.")),
  machineKeyPath: optional(text(4000), named("File that gets the JSON key of the service account.")),
  loginClientPatPath: optional(text(4000), named("File that gets the access token of the login client.")),
  org: {
    name: setting(text(200), "ZITADEL", named("Name of the first organization.")),
    human: {
      userName: setting(text(200), "zitadel-admin", named("Login name of the administrator.")),
      firstName: setting(text(200), "ZITADEL", named("First name of the administrator.")),
      lastName: setting(text(200), "Admin", named("Last name of the administrator.")),
      nickName: optional(text(200), named("Nickname of the administrator.")),
      displayName: optional(text(200), named("Display name; by default first and last name.")),
      preferredLanguage: setting(text(10), "en", named("Language of the administrator (BCP 47).")),
      email: {
        address: optional(text(200), named("Email address; by default the login name.")),
        verified: setting(flagValue, true, named("The address counts as verified.")),
      },
      phone: {
        number: optional(text(20), named("Phone number in international form.")),
        verified: setting(flagValue, false, named("The number counts as verified.")),
      },
      password: optional(text(200), {
        about:
          "Password of the administrator. By default `Password1!` on loopback; anywhere else a random one that is printed once, and `Password1!` is refused.",
        zitadel: "by path",
        secret: true,
      }),
      passwordChangeRequired: setting(
        flagValue,
        true,
        named("The password must be changed at the first login."),
      ),
    },
    machine: {
      ...serviceAccount("service account with all rights"),
      machineKey: {
        type: optional(oneOf("1", "json"), named("`1` or `json`: make a JSON key for the service account.")),
        expirationDate: optional(instant, named("When that key expires; by default never.")),
      },
    },
    loginClient: serviceAccount("login client, the service account of a login UI of your own"),
  },
};

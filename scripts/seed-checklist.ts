/**
 * What the documents that the product is made from ask for, line by line of their checklist, and the test that proves
 * it. A line that is not here is not proven yet; most of those belong to pages, external identities and data export.
 */
export interface ProvenLine {
  /** One line of the checklist, or the first and the last of several. */
  readonly lines: number | readonly [first: number, last: number];
  readonly what: string;
  readonly file: string;
  /** The title of the test; a part is enough where it is the beginning. */
  readonly test: string;
}

const seed004 = "server/test/seed-004/seed-004.test.ts";
const isolation = "server/test/protocols/managers-in-isolation.test.ts";
const delegation = "server/test/protocols/managers-in-delegation.test.ts";
const reset = "server/src/domains/user/codes/password-reset.api.test.ts";
const messages = "server/src/domains/user/codes/messages.api.test.ts";
const otp = "server/src/domains/otp/otp.api.test.ts";
const webauthn = "server/src/domains/webauthn/webauthn.api.test.ts";

export const seedChecklist: readonly ProvenLine[] = [
  {
    lines: 4,
    what: "service users manage by programs",
    file: isolation,
    test: "a service user manages certain tasks programmatically",
  },
  {
    lines: 5,
    what: "an organization handed to one user",
    file: delegation,
    test: "one administrative user of the customer is given the role ORG_OWNER",
  },
  {
    lines: 6,
    what: "the list of manager roles with descriptions",
    file: "server/src/app/manager-roles.test.ts",
    test: "anyone may read what each role is for, in a language of theirs",
  },
  {
    lines: 57,
    what: "login pages customized by the branding",
    file: "server/src/login/house/branding.api.test.ts",
    test: "pages show the files of the active policy, from this origin alone, and none of its draft",
  },
  {
    lines: 60,
    what: "the branding of an organization, by the project's setting",
    file: "server/src/login/house/labeling.api.test.ts",
    test: "private labeling follows the project's setting, for the project's owner and for who was granted it",
  },
  {
    lines: [61, 62],
    what: "a new password is asked for by who cannot log in (API)",
    file: reset,
    test: "a code for a new password is sent by mail, by SMS, or returned, in either generation",
  },
  {
    lines: 63,
    what: "its code goes to the verified address",
    file: reset,
    test: "codes for new passwords go to verified addresses only",
  },
  {
    lines: 64,
    what: "the code sets the new password",
    file: reset,
    test: "a code sets one new password, and no second one",
  },
  {
    lines: [65, 66],
    what: "one's own sessions end",
    file: "server/src/domains/session/proof.api.test.ts",
    test: "the session's own token in the request is enough to read, change and end it, and nothing else",
  },
  {
    lines: 70,
    what: "a profile page of one's own by the API",
    file: messages,
    test: "people change and prove their own number and address over the first generation",
  },
  {
    lines: 71,
    what: "a new password takes the current one",
    file: reset,
    test: "nobody sets a password of their own by a stolen token alone: it takes the current one or a code",
  },
  {
    lines: 72,
    what: "second factors are set up and deleted",
    file: otp,
    test: "one has one's own factors over the first generation too, and managers take them away",
  },
  {
    lines: 73,
    what: "passkeys are set up and deleted",
    file: webauthn,
    test: "passkeys are listed once they have answered, and gone once they are removed",
  },
  {
    lines: 74,
    what: "TOTP",
    file: otp,
    test: "an authenticator is registered, checked in a session, and removed",
  },
  {
    lines: [75, 76],
    what: "one-time passwords by mail and SMS",
    file: otp,
    test: "a code that was sent or returned is good once, in its session, for its purpose, and until its time is over",
  },
  {
    lines: 77,
    what: "U2F",
    file: webauthn,
    test: "a key is a second factor where recognition is not asked for",
  },
  {
    lines: 78,
    what: "passkeys",
    file: webauthn,
    test: "a passkey proves a user who was recognised, and each answer makes a new token",
  },
  {
    lines: 79,
    what: "the user name",
    file: "server/src/domains/user/user.api.test.ts",
    test: "a change of several things with the password happens as a whole or not at all",
  },
  {
    lines: [80, 84],
    what: "names, gender and language",
    file: "server/src/domains/user/user.api.test.ts",
    test: "a person added over v1 is the same over v2 and v2beta",
  },
  {
    lines: [85, 88],
    what: "addresses and numbers, each proven by a code",
    file: messages,
    test: "people change and prove their own number and address over the first generation",
  },
  {
    lines: 92,
    what: "managers within one organization",
    file: isolation,
    test: "the owner finds the manager roles and what she may do herself",
  },
  {
    lines: 93,
    what: "managers of another, dependent organization",
    file: delegation,
    test: "one administrative user of the customer is given the role ORG_OWNER",
  },
  {
    lines: [94, 96],
    what: "IAM_OWNER and ORG_OWNER give permissions",
    file: isolation,
    test: "she adds people and projects, and assigns elevated permissions to two of them",
  },
  {
    lines: 97,
    what: "ORG_USER_MANAGER",
    file: isolation,
    test: "the ORG_USER_MANAGER assigns authorizations within this isolated organization",
  },
  {
    lines: 98,
    what: "PROJECT_OWNER",
    file: isolation,
    test: "the PROJECT_OWNER handles the set-up of his project and its applications",
  },
  {
    lines: [99, 100],
    what: "a project granted to a customer who assigns its roles",
    file: delegation,
    test: "the project is set up once and granted to the customers, each with roles of its own",
  },
  {
    lines: [102, 103],
    what: "security policy and branding of the customer",
    file: delegation,
    test: "equipped with it she sets the security policy and branding of her organization, and may configure SSO",
  },
  {
    lines: [104, 105],
    what: "roles that the customer gives",
    file: delegation,
    test: "she assigns project and manager roles to other users",
  },
  {
    lines: 106,
    what: "set up once, and delegated",
    file: delegation,
    test: "what the vendor takes back is gone at once, for that customer alone",
  },
  { lines: [644, 648], what: "the methods", file: seed004, test: "every command of the document was run" },
  {
    lines: [649, 662],
    what: "login settings with every field",
    file: seed004,
    test: "TOTP: registration and authentication",
  },
  { lines: [663, 671], what: "TOTP", file: seed004, test: "TOTP: registration and authentication" },
  {
    lines: [672, 673],
    what: "a number and its code by SMS",
    file: seed004,
    test: "SMS: a number, its proof, the factor and authentication",
  },
  {
    lines: 674,
    what: "a code that is returned",
    file: messages,
    test: "nothing is sent of codes that are returned, and of addresses that count as verified",
  },
  {
    lines: 675,
    what: "a number that counts as verified",
    file: messages,
    test: "nothing is sent of codes that are returned, and of addresses that count as verified",
  },
  {
    lines: [676, 679],
    what: "one-time passwords by SMS",
    file: seed004,
    test: "SMS: a number, its proof, the factor and authentication",
  },
  {
    lines: [680, 683],
    what: "one-time passwords by mail",
    file: seed004,
    test: "mail: the factor and authentication",
  },
  {
    lines: [684, 689],
    what: "U2F: registration and challenge",
    file: seed004,
    test: "U2F: registration and authentication",
  },
  {
    lines: 690,
    what: "with and without recognition of the user",
    file: webauthn,
    test: "a key is a second factor where recognition is not asked for",
  },
  {
    lines: [691, 694],
    what: "the rest of the calls as printed",
    file: seed004,
    test: "every command of the document was run",
  },
];

const numbers = ({ lines }: ProvenLine): string => (typeof lines === "number" ? `${lines}` : lines.join("–"));

/** The table as a part of `docs/compatibility.md`. */
export const seedChecklistTable = (): readonly string[] => [
  "## Seed documents",
  "",
  "Which test proves a line of the checklist of the documents that the product is made from.",
  "",
  "| lines | what | test |",
  "|---|---|---|",
  ...seedChecklist.map((line) => `| ${numbers(line)} | ${line.what} | \`${line.file}\`: ${line.test} |`),
  "",
];

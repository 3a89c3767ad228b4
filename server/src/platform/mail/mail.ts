/** What a mail is before any server has seen it. */
import { createHash } from "node:crypto";

export interface Mail {
  readonly from: { readonly name: string; readonly address: string };
  /** Where answers go; the sender when empty. */
  readonly replyTo: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
}

/**
 * The Message-ID of a piece of work: the same at every attempt, so that a mail that went out twice, because its sender
 * died in between, shows as one.
 * @param host of the service, which makes it unique in the world
 */
export const messageIdOf = (work: string, host: string): string =>
  `${createHash("sha256").update(work).digest("hex").slice(0, 32)}@${host}`;

/** A header's value in one line: nothing in it begins another header. */
export const headerText = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, " ")
    .trim();

/** No control characters, blanks, and nothing that has a meaning in lists of addresses. */
const piece = String.raw`[^\u0000-\u0020\u007f<>()[\],;:\\"@]+`;
const plainAddress = new RegExp(`^${piece}@${piece}$`);

/** Whether an address can stand in an envelope and a header: one address, and nothing beside it. */
export const isPlainAddress = (address: string): boolean =>
  address.length <= 320 && plainAddress.test(address);

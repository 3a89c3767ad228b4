import type { Code } from "@connectrpc/connect";

/**
 * A refusal of the RPC layer itself, whose text is fixed by the protocol: bad encoding, failed validation, a missing
 * header, an unknown method, a passed deadline.
 */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: Code;
  /** Which rule refused, when it was one of the contract; it stands in the details alone. */
  readonly id: string | undefined;

  constructor(code: Code, message: string, id?: string) {
    super(message);
    this.code = code;
    this.id = id;
  }
}

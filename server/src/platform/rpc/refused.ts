import type { Code } from "@connectrpc/connect";

/**
 * A refusal of the RPC layer itself, whose text is fixed by the protocol and has no id: bad encoding, failed
 * validation, a missing header, an unknown method, a passed deadline.
 */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: Code;
  /** HTTP status where it differs from the code's own. */
  readonly httpStatus: number | undefined;

  constructor(code: Code, message: string, httpStatus?: number) {
    super(message);
    this.code = code;
    this.httpStatus = httpStatus;
  }
}

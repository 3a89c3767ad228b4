export type OutboundReason = "denied" | "unresolved" | "unreachable" | "redirected" | "too_large" | "timeout";

/** Why nothing came back from the outside. The text is for logs: callers of an API are not told where it led. */
export class OutboundRefusal extends Error {
  override readonly name = "OutboundRefusal";
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, what: string, cause?: unknown) {
    super(`${reason}: ${what}`, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

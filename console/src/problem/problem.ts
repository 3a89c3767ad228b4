import { Code, ConnectError } from "@connectrpc/connect";
import { ErrorDetailSchema } from "@gatehouse/server/contract/zitadel/message_pb.ts";

export type ProblemKind =
  | "away"
  | "signedOut"
  | "forbidden"
  | "missing"
  | "taken"
  | "refused"
  | "invalid"
  | "busy"
  | "unsupported"
  | "failed";

/** A failed call, in the words that a page needs. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The server's sentence, in the reader's language, without its id. Empty when nobody spoke. */
  readonly text: string;
  /** Stable id of the reason, to look up or to report. */
  readonly id: string | undefined;
  /** The request's field that is wrong, in camel case. */
  readonly field: string | undefined;
  readonly requestId: string | undefined;
}

const kinds: Partial<Record<Code, ProblemKind>> = {
  [Code.Unavailable]: "away",
  [Code.DeadlineExceeded]: "away",
  [Code.Unauthenticated]: "signedOut",
  [Code.PermissionDenied]: "forbidden",
  [Code.NotFound]: "missing",
  [Code.AlreadyExists]: "taken",
  [Code.FailedPrecondition]: "refused",
  [Code.InvalidArgument]: "invalid",
  [Code.OutOfRange]: "invalid",
  [Code.ResourceExhausted]: "busy",
  [Code.Aborted]: "busy",
  [Code.Unimplemented]: "unsupported",
};

/** Nobody who is not a member learns more than "membership not found": to people that is a missing permission. */
const forbiddenIds: ReadonlySet<string> = new Set(["AUTHZ-cdgFk"]);
/** In a form of one field, what was entered is what is refused. */
export const isAboutEntry = (kind: ProblemKind): boolean =>
  kind === "taken" || kind === "invalid" || kind === "refused";

/** Somebody is signed in, but has not proven enough for this (ADR 012). */
export const lacksProof = ({ id }: Problem): boolean => id === "AUTHZ-Kl3p0";
const idAtEnd = /\s*\(([A-Z][A-Z0-9]*-[A-Za-z0-9]+)\)$/;

/** @param error anything that was thrown by a call */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ConnectError)) {
    const kind = error instanceof TypeError ? "away" : "failed";
    return { kind, text: "", id: undefined, field: undefined, requestId: undefined };
  }
  const id = error.findDetails(ErrorDetailSchema)[0]?.id ?? idAtEnd.exec(error.rawMessage)?.[1];
  const text = error.rawMessage.replace(idAtEnd, "");
  return {
    kind: kindOf(error, id),
    text: error.cause instanceof TypeError ? "" : text,
    id,
    field: fieldIn(text),
    requestId: error.metadata.get("x-request-id") ?? undefined,
  };
}

function kindOf(error: ConnectError, id: string | undefined): ProblemKind {
  // fetch throws a TypeError when there is no answer at all.
  if (error.cause instanceof TypeError) return "away";
  if (id !== undefined && forbiddenIds.has(id)) return "forbidden";
  return kinds[error.code] ?? "failed";
}

/**
 * Validation says `invalid X.Profile: embedded message failed validation | caused by: invalid Y.GivenName: …`, the
 * last name being the field; rules say `field: …`.
 */
export function fieldIn(text: string): string | undefined {
  const path = [...text.matchAll(/invalid \w+\.(\w+)(?:\[\d+\])?:/g)].at(-1)?.[1];
  const name = path ?? /^([a-z][A-Za-z_.]*): /.exec(text)?.[1]?.split(".").at(-1);
  if (name === undefined) return undefined;
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}

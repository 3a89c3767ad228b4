/** The one place where what was thrown becomes what a client sees. */
import { create, type DescMessage, type Message } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { CredentialsCheckErrorSchema, ErrorDetailSchema } from "#contract/zitadel/message_pb.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { BodyCorrupt, BodyTooLarge } from "#src/platform/http/index.ts";
import type { Translate } from "#src/platform/i18n/index.ts";
import { codeOfKind, httpStatusOf } from "./code.ts";
import { Refused } from "./refused.ts";

export interface WireDetail {
  readonly schema: DescMessage;
  readonly message: Message;
}

export interface WireError {
  readonly code: Code;
  readonly message: string;
  readonly httpStatus: number;
  readonly details: readonly WireDetail[];
  /** Not foreseen: to be reported by whoever knows the request. */
  readonly unexpected: boolean;
}

/** Never tells more of an unforeseen error than the id of the request. */
export function toWireError(
  error: unknown,
  requestId: string,
  languages: readonly string[],
  translate: Translate,
): WireError {
  if (error instanceof Failure) return fromFailure(error, languages, translate);
  if (error instanceof Refused) return fromRefused(error);
  if (error instanceof BodyTooLarge) {
    return plain(Code.ResourceExhausted, "the request is larger than 4 MiB", 413);
  }
  if (error instanceof BodyCorrupt) return plain(Code.InvalidArgument, error.message);
  return { ...plain(Code.Internal, `internal error, request ${requestId}`), unexpected: true };
}

function plain(code: Code, message: string, httpStatus = httpStatusOf(code)): WireError {
  return { code, message, httpStatus, details: [], unexpected: false };
}

function fromRefused({ code, message, id }: Refused): WireError {
  return { ...plain(code, message), details: id === undefined ? [] : [detailOf(id, message, undefined)] };
}

function fromFailure(failure: Failure, languages: readonly string[], translate: Translate): WireError {
  const { id, key, details } = failure;
  const translated = translate(key, languages, details.values ?? {});
  const named = details.field === undefined || translated.includes(details.field);
  const text = named ? translated : `${details.field}: ${translated}`;
  return {
    ...plain(codeOfKind[failure.kind], `${text} (${id})`),
    // Pages show this one to people, who know nothing of fields.
    details: [detailOf(id, translated, details.failedAttempts)],
    unexpected: failure.kind === "internal",
  };
}

function detailOf(id: string, message: string, failedAttempts: number | undefined): WireDetail {
  if (failedAttempts === undefined) {
    return { schema: ErrorDetailSchema, message: create(ErrorDetailSchema, { id, message }) };
  }
  const schema = CredentialsCheckErrorSchema;
  return { schema, message: create(schema, { id, message, failedAttempts }) };
}

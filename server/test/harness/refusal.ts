/** What a call of the API came to, for tests of refusals. */
import { Code, ConnectError } from "@connectrpc/connect";

/** @throws Error when the call was let through */
export async function refusal(call: Promise<unknown>): Promise<ConnectError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => ConnectError.from(reason),
  );
  if (error === undefined) throw new Error("the call was not refused");
  return error;
}

const idOf = ({ rawMessage }: ConnectError): string => /\((\S+)\)$/.exec(rawMessage)?.[1] ?? rawMessage;

/** Code and id of a refusal, such as `NotFound ORG-Nq3vd`. */
export const told = (error: ConnectError): string => `${Code[error.code]} ${idOf(error)}`;

/** What the refusal told. @throws Error when the call was let through */
export const toldRefusal = async (call: Promise<unknown>): Promise<string> => told(await refusal(call));

/** The id of the refusal alone. @throws Error when the call was let through */
export const refusalId = async (call: Promise<unknown>): Promise<string> => idOf(await refusal(call));

/** `allowed`, or what the refusal told. */
export const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "allowed",
    (reason: unknown) => told(ConnectError.from(reason)),
  );

/** What stands in the place of the document's host, relying-party domain, token, ids, codes and credentials. */
export interface Filling {
  readonly origin: string;
  readonly userId: string;
  readonly sessionId?: string | undefined;
  readonly sessionToken?: string | undefined;
  readonly code?: string | undefined;
  readonly u2fId?: string | undefined;
  readonly rpId: string;
  /** What the authenticator answered to the options of before. */
  readonly credential?: object | undefined;
}

/** Ids in the document's addresses: placeholders, and examples of a session's. */
function filledUrl(line: string, { origin, userId, sessionId = "", u2fId = "" }: Filling): string {
  return line
    .replace("https://$ZITADEL_DOMAIN", origin)
    .replace(/\$USER[_-]ID/, userId)
    .replace("$PASSKEY_ID", u2fId)
    .replace(/\/sessions\/(\$SESSION-ID|\d{18})/, `/sessions/${sessionId}`);
}

/** Fields of bodies, wherever they stand, that are replaced. */
function filledField(name: string, value: unknown, filling: Filling): unknown {
  switch (name) {
    case "sessionToken":
      return filling.sessionToken;
    case "code":
    case "verificationCode":
      return filling.code;
    case "domain":
      return filling.rpId;
    case "publicKeyCredential":
    case "credentialAssertionData":
      return filling.credential;
    default:
      return value;
  }
}

/** A command of the document with everything in its place. */
export function filled(curl: string, filling: Filling): string {
  const [options = "", data] = curl.split("--data '");
  const head = options
    .split("\n")
    .map((line) => (line.startsWith("--url") ? filledUrl(line, filling) : line))
    .join("\n");
  if (data === undefined) return head;
  const body = JSON.parse(data.slice(0, data.lastIndexOf("'")), (name, value: unknown) =>
    filledField(name, value, filling),
  );
  return `${head}--data '${JSON.stringify(body)}'`;
}

/** What the server says about itself, in `/ui/console/assets/environment.json`. */
export interface Environment {
  /** Client id of the console in this instance. */
  readonly clientId: string;
  /** Issuer of the tokens: the origin of this page. */
  readonly issuer: string;
  /** Base URL of the API. Absent: the origin of this page. */
  readonly api: string;
}

/** @throws when the answer names no client or no issuer */
export function environmentFrom(json: unknown, origin: string): Environment {
  const { clientid, issuer, api } = (json ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof clientid !== "string" || clientid === "") throw new Error("environment.json names no clientid");
  if (typeof issuer !== "string" || issuer === "") throw new Error("environment.json names no issuer");
  return { clientId: clientid, issuer, api: typeof api === "string" && api !== "" ? api : origin };
}

/** @throws when the server does not answer, or not with an environment */
export async function loadEnvironment(base: string, origin: string): Promise<Environment> {
  const answer = await fetch(`${base}assets/environment.json`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`environment.json: ${answer.status}`);
  return environmentFrom(await answer.json(), origin);
}

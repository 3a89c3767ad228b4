/** Requests as clients of the API send them. */
import type { BenchServer } from "./server.ts";

export type Answer = Readonly<Record<string, unknown>>;

/** Calls as the manager of the instance, or with the `authorization` of `more`. @throws Error for any refusal */
export async function call(
  server: BenchServer,
  path: string,
  body: object,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.token}`, ...more },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

export const organizations = "zitadel.org.v2.OrganizationService";
export const management = "zitadel.management.v1.ManagementService";

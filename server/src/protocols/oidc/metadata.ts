import { allowedLanguages } from "#src/domains/instance/index.ts";
import { publicKeys } from "#src/domains/webkey/index.ts";
import { discoveryDocument } from "./discovery.ts";
import { type Answer, json, type Turn } from "./turn.ts";

/** The provider's metadata for the host that was asked. */
export const discovery = async ({ ctx }: Turn): Promise<Answer> =>
  json(discoveryDocument(ctx.origin, await allowedLanguages(ctx)));

/** The keys that tokens are signed with (RFC 7517); clients may keep them for five minutes. */
export const keys = async ({ ctx }: Turn): Promise<Answer> =>
  json({ keys: await publicKeys(ctx) }, { "cache-control": "max-age=300, must-revalidate" });

import { Resolver } from "node:dns/promises";
import { OutboundRefusal } from "./refusal.ts";

export interface Names {
  /** The texts of a TXT record; none where there is no such name. @throws OutboundRefusal when nobody answers */
  txt(name: string): Promise<readonly string[]>;
  /** All addresses of a name, of both families. @throws OutboundRefusal when it has none */
  addresses(name: string): Promise<readonly string[]>;
}

/** `localhost` and the names below it are this host, whatever the DNS says or does not say (RFC 6761 section 6.3). */
const isLocalhost = (name: string): boolean => /^(?:.+\.)?localhost\.?$/i.test(name);

const absent = ["ENOTFOUND", "ENODATA"];

/** @param servers instead of the system's, such as `127.0.0.1:5353` */
export function createNames(options: {
  readonly servers?: readonly string[] | undefined;
  readonly timeoutMs: number;
}): Names {
  const resolver = new Resolver({ timeout: options.timeoutMs, tries: 2 });
  if (options.servers) resolver.setServers(options.servers);
  /** Without such a name nothing; whatever else goes wrong is thrown. */
  const found = async <T>(name: string, answer: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof Error && "code" in error && absent.includes(String(error.code))) return [];
      throw new OutboundRefusal("unresolved", name, error);
    }
  };
  return {
    txt: async (name) => (await found(name, resolver.resolveTxt(name))).map((pieces) => pieces.join("")),
    async addresses(name) {
      if (isLocalhost(name)) return ["127.0.0.1", "::1"];
      const [v4, v6] = await Promise.all([
        found(name, resolver.resolve4(name)),
        found(name, resolver.resolve6(name)),
      ]);
      if (v4.length + v6.length === 0) throw new OutboundRefusal("unresolved", name);
      return [...v4, ...v6];
    },
  };
}

import { isIP } from "node:net";

/** A sort of value: how it is read from text or from a file's JSON, and how it is described when it is wrong. */
export interface Kind<T> {
  /** Completes "it must be …". */
  readonly expects: string;
  /** The value, or undefined when `raw` is none of this kind. Flags and the environment give text. */
  read(raw: unknown): T | undefined;
}

const asText = (raw: unknown): string | undefined =>
  typeof raw === "string"
    ? raw
    : typeof raw === "number" || typeof raw === "boolean"
      ? String(raw)
      : undefined;

export function text(max = 500): Kind<string> {
  return {
    expects: `a text of 1 to ${max} characters`,
    read: (raw) => {
      const value = asText(raw);
      return value !== undefined && value.length > 0 && value.length <= max ? value : undefined;
    },
  };
}

/** Text that may be empty: "" says "none" where the default is something. */
export function anyText(max = 100_000): Kind<string> {
  return {
    expects: `a text of up to ${max} characters`,
    read: (raw) => {
      const value = asText(raw);
      return value !== undefined && value.length <= max ? value : undefined;
    },
  };
}

export function pattern(form: RegExp, expects: string): Kind<string> {
  return {
    expects,
    read: (raw) => {
      const value = asText(raw);
      return value !== undefined && form.test(value) ? value : undefined;
    },
  };
}

export function integer(min: number, max: number): Kind<number> {
  return {
    expects: `a whole number from ${min} to ${max}`,
    read: (raw) => {
      const value = asText(raw)?.trim() ?? "";
      const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      return number >= min && number <= max ? number : undefined;
    },
  };
}

export const flagValue: Kind<boolean> = {
  expects: "true or false",
  read: (raw) => {
    const value = asText(raw)?.trim().toLowerCase();
    if (value === "true" || value === "1") return true;
    return value === "false" || value === "0" ? false : undefined;
  },
};

/** One of a few words, in any case. */
export function oneOf<const W extends string>(...words: readonly W[]): Kind<W> {
  return {
    expects: words.length === 2 ? words.join(" or ") : `one of ${words.join(", ")}`,
    read: (raw) => {
      const value = asText(raw)?.trim().toLowerCase();
      return words.find((word) => word.toLowerCase() === value);
    },
  };
}

/** Separated by commas, or a list in the file. */
export function listOf<T>(item: Kind<T>): Kind<readonly T[]> {
  return {
    expects: `a list (separated by commas) of: ${item.expects}`,
    read: (raw) => {
      const parts: readonly unknown[] = Array.isArray(raw)
        ? raw
        : (asText(raw) ?? "")
            .split(",")
            .map((part) => part.trim())
            .filter((part) => part !== "");
      const values = parts.map((part) => item.read(part));
      return values.every((value) => value !== undefined) ? values : undefined;
    },
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Such as `12h`, `1h30m`, `30d` or `0`; the value is in seconds. */
export const seconds: Kind<number> = {
  expects: "a duration such as 90s, 15m, 12h, 30d or 1h30m",
  read: (raw) => {
    const value = asText(raw)?.trim() ?? "";
    if (value === "0") return 0;
    if (!/^(?:\d{1,9}(?:\.\d{1,3})?(?:ms|[smhd]))+$/.test(value)) return undefined;
    let total = 0;
    for (const [, number, unit] of value.matchAll(/([\d.]+)(ms|[smhd])/g))
      total += Number(number) * (UNIT_SECONDS[unit ?? ""] ?? 0);
    return total;
  },
};

/** RFC 3339; kept as it is written by Date, in UTC. */
export const instant: Kind<string> = {
  expects: "a time such as 2030-01-01T00:00:00Z",
  read: (raw) => {
    const value = raw instanceof Date ? raw.toISOString() : (asText(raw)?.trim() ?? "");
    if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(value))
      return undefined;
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
  },
};

/** Without protocol, port and path; an IPv6 address may stand in brackets, which are dropped. */
export const hostName: Kind<string> = {
  expects: "a host name or an IP address, without https:// and port",
  read: (raw) => {
    const value = (asText(raw) ?? "")
      .trim()
      .toLowerCase()
      .replace(/^\[(.*)\]$/, "$1");
    if (isIP(value)) return value;
    const labels = value.replace(/\.$/, "").split(".");
    const valid =
      value.length <= 253 && labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
    return valid ? labels.join(".") : undefined;
  },
};

export const addressRange: Kind<string> = {
  expects: "an IP address or a range such as 10.0.0.0/8",
  read: (raw) => {
    const value = (asText(raw) ?? "").trim();
    const [address = "", bits, ...more] = value.split("/");
    const family = isIP(address);
    const widest = family === 6 ? 128 : 32;
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
    return family !== 0 && fits && more.length === 0 ? value : undefined;
  },
};

/** An address, a range of them, or a host name. */
export const networkOrHost: Kind<string> = {
  expects: "an IP address, a range such as 10.0.0.0/8, or a host name",
  read: (raw) => addressRange.read(raw) ?? hostName.read(raw),
};

export function urlOf(...protocols: readonly string[]): Kind<string> {
  /** PostgreSQL's URLs may leave the host to a parameter: `postgres://user@/database?host=/run/postgresql`. */
  const withHost = (value: string): string => value.replace(/^([^/]+:\/\/[^/?]*@)\//, "$1localhost/");
  return {
    expects: `a URL that begins with ${protocols.map((protocol) => `${protocol}://`).join(" or ")}`,
    read: (raw) => {
      const value = (asText(raw) ?? "").trim();
      const protocol = URL.canParse(withHost(value)) ? new URL(withHost(value)).protocol.slice(0, -1) : "";
      return protocols.includes(protocol) ? value : undefined;
    },
  };
}

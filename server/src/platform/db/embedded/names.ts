import { createHash } from "node:crypto";

/** The socket's file in its folder; PostgreSQL derives it from the port. */
export const socketFile = ".s.PGSQL.5432";

/** One name per data folder (its real path): of the socket's folder and, in the process list, of the server. */
export const serverName = (realData: string): string =>
  `gatehouse-${createHash("sha256").update(realData).digest("hex").slice(0, 12)}`;

/** Whether a folder beside the socket's own can only be that of another server. */
export const isServerName = (name: string): boolean => /^gatehouse-[0-9a-f]{12}$/.test(name);

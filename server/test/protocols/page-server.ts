/** Serves a few files to a browser, as the static host of a single-page application does. */
import { createServer } from "node:http";

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * @param port 0 for any that is free
 * @param files by path; every path that is not there gets the file of "/"
 */
export async function servePages(port: number, files: ReadonlyMap<string, PageFile>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = files.get(pathname) ?? files.get("/");
    response.setHeader("content-type", file?.type ?? "text/plain").end(file?.body);
  });
  await new Promise<void>((listening) => server.listen(port, "localhost", listening));
  const taken = server.address();
  return {
    origin: `http://localhost:${typeof taken === "object" && taken !== null ? taken.port : port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** The console's files: one page and its hashed assets, built by Vite. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { Instance } from "#src/domains/instance/index.ts";
import type { OpenStore } from "#src/platform/eventstore/index.ts";
import {
  type Exchange,
  type HttpResponse,
  type Route,
  sendBytes,
  sendJson,
  sendText,
} from "#src/platform/http/index.ts";

const prefix = "/ui/console";

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  woff2: "font/woff2",
};

interface File {
  readonly type: string;
  readonly content: Buffer;
}

/** All files of the built console by their path below its folder; none when it was not built. */
function readFiles(folder: string): ReadonlyMap<string, File> {
  const files = new Map<string, File>();
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const type = types[entry.name.slice(entry.name.lastIndexOf(".") + 1)];
    if (type !== undefined) files.set(relative(folder, path), { type, content: readFileSync(path) });
  }
  return files;
}

/** Scripts and styles of our own alone; nobody may show the console in a frame. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

function redirect(res: HttpResponse, location: string): void {
  res.statusCode = 302;
  res.setHeader("location", location);
  res.end();
}

/** The path below the console's folder; undefined when it is not well-formed. */
function pathBelow(exchange: Exchange): string | undefined {
  try {
    return decodeURIComponent(exchange.path.slice(prefix.length + 1));
  } catch {
    return undefined;
  }
}

/**
 * Serves the console, and leads the root of the site to it.
 * @param folder the built console
 */
export function consoleRoutes(store: OpenStore, folder: string): readonly Route[] {
  const files = readFiles(folder);
  const page = files.get("index.html")?.content.toString("utf8");

  function sendPage(exchange: Exchange, res: HttpResponse): void {
    if (page === undefined)
      return sendText(
        exchange,
        res,
        404,
        "text/plain; charset=utf-8",
        "the console is not built: npm start builds it",
      );
    const nonce = randomBytes(16).toString("base64");
    res.setHeader("content-security-policy", policy(nonce));
    res.setHeader("cache-control", "no-store");
    sendText(exchange, res, 200, "text/html; charset=utf-8", page.replaceAll("__CSP_NONCE__", nonce));
  }

  async function sendEnvironment(exchange: Exchange, res: HttpResponse): Promise<void> {
    const { instanceId, origin } = await exchange.tenant();
    const instance = await store.config(instanceId).row(Instance, instanceId);
    res.setHeader("cache-control", "no-store");
    sendJson(exchange, res, 200, { clientid: instance?.state.console.clientId, issuer: origin, api: origin });
  }

  return [
    {
      prefix,
      tenant: "checked",
      async handle(req, res, exchange) {
        if (req.method !== "GET" && req.method !== "HEAD")
          return sendText(exchange, res, 405, "text/plain; charset=utf-8", "method not allowed");
        if (exchange.path === prefix)
          return redirect(res, `${prefix}/${exchange.query === "" ? "" : `?${exchange.query}`}`);
        const path = pathBelow(exchange);
        if (path === "assets/environment.json") return sendEnvironment(exchange, res);
        const file = path === undefined || path === "index.html" ? undefined : files.get(path);
        if (file === undefined && path?.startsWith("assets/") === false) return sendPage(exchange, res);
        if (file === undefined) return sendText(exchange, res, 404, "text/plain; charset=utf-8", "not found");
        // Names of assets change with their content.
        res.setHeader(
          "cache-control",
          path?.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        );
        sendBytes(exchange, res, 200, file.type, file.content);
      },
    },
    {
      prefix: "/",
      tenant: "checked",
      handle(_req, res, exchange) {
        if (exchange.path !== "/")
          return sendJson(exchange, res, 404, { code: 5, message: "Not Found", details: [] });
        redirect(res, `${prefix}/`);
      },
    },
  ];
}

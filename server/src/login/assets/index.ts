import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defaultBranding } from "../branding.ts";
import { markFile } from "../pages/art.ts";

export interface Asset {
  /** Below the asset folder of the pages; the name changes with the content. */
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

export interface Assets {
  readonly css: Asset;
  readonly script: Asset;
  /** Of pages that ask an authenticator. */
  readonly webauthn: Asset;
  readonly mark: Asset;
}

/** @param folder where login.css and the scripts lie; beside this file unless the product is bundled */
export function readAssets(folder: URL = new URL("./", import.meta.url)): Assets {
  const read = (file: string): string => readFileSync(new URL(file, folder), "utf8");
  return {
    css: asset("login", "css", "text/css; charset=utf-8", read("login.css")),
    script: asset("login", "js", "text/javascript; charset=utf-8", read("login.js")),
    webauthn: asset("webauthn", "js", "text/javascript; charset=utf-8", read("webauthn.js")),
    mark: asset("mark", "svg", "image/svg+xml", markFile(defaultBranding.light.primary)),
  };
}

function asset(stem: string, ending: string, type: string, content: string): Asset {
  const version = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return { name: `${stem}.${version}.${ending}`, type, content };
}

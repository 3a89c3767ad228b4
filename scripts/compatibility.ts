/** Writes docs/compatibility.md from the contract and the parts of the slices. */
import { writeFileSync } from "node:fs";
import { parts } from "../server/src/app/parts.ts";
import { loginParts } from "../server/src/login/index.ts";
import { compatibilityDocument } from "./compatibility-document.ts";

writeFileSync(
  new URL("../docs/compatibility.md", import.meta.url),
  compatibilityDocument([...parts, ...loginParts]),
);

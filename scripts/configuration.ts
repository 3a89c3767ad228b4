/** Writes docs/configuration.md from the table of settings. */
import { writeFileSync } from "node:fs";
import { documentSettings } from "../server/src/platform/config/document.ts";

writeFileSync(new URL("../docs/configuration.md", import.meta.url), documentSettings());

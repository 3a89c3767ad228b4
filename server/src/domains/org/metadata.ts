import { metadataCommands } from "#src/kits/metadata/index.ts";
import { Org } from "./state.ts";

export const orgMetadata = metadataCommands("org", Org);

import { metadataCommands } from "#src/kits/metadata/index.ts";
import { User } from "./state.ts";

export const userMetadata = metadataCommands("user", User);

import { SecretGenerator } from "./state.ts";

export { adminPart } from "./api.v1.ts";
export { effectiveCodeShape, startedGenerators, startGenerator } from "./commands.ts";
export { type Generator, type GeneratorName, generatorTypes } from "./generators.ts";
export { generatorRef } from "./state.ts";
export const entities = [SecretGenerator];

import type { Draft } from "#src/platform/eventstore/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import { type Generator, type GeneratorName, generatorTypes } from "./generators.ts";
import { codec } from "./state.ts";

/** Fields as requests name them, where they differ from the state's. */
const wireNames: Readonly<Record<string, string>> = { expirySeconds: "expiry" };

/**
 * Makes codes for a use in a new way, from the next one on. A use that has no generator of its own yet gets one.
 * @throws invalid_argument for a length out of bounds, or without any set of characters
 */
export const setGenerator =
  (name: GeneratorName, generator: Generator) =>
  (before: Generator | undefined): readonly Draft[] => {
    const refused = codec.firstRefused(generator);
    if (refused !== undefined) {
      const field = wireNames[refused.field] ?? refused.field;
      const { key, values } = refused.wanted;
      throw invalid("SECRETGEN-L1mit", key, { field, values: { ...values, field } });
    }
    const { includeLowerLetters, includeUpperLetters, includeDigits, includeSymbols } = generator;
    if (!includeLowerLetters && !includeUpperLetters && !includeDigits && !includeSymbols)
      throw invalid("SECRETGEN-N0set", "Errors.SecretGenerator.Invalid", { field: "include_digits" });
    const generatorType = generatorTypes[name];
    if (before === undefined)
      return [
        { type: "instance.secret.generator.added", payload: { generatorType, ...codec.toAdded(generator) } },
      ];
    const changed = codec.toChanged(before, generator);
    if (changed === undefined) throw precondition("SECRETGEN-Ch0nc", "Errors.SecretGenerator.NotChanged");
    return [{ type: "instance.secret.generator.changed", payload: { generatorType, ...changed } }];
  };

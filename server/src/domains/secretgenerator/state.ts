import { codecOf, flag, seconds, whole } from "#src/kits/settings/index.ts";
import { type Draft, type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";
import { type Generator, type GeneratorName, generatorTypes } from "./generators.ts";

export const codec = codecOf({
  // Shorter ones are guessed in the few attempts that a code has. The configuration's limits are the same.
  length: whole(0, { min: 4, max: 200 }),
  expirySeconds: seconds(0, { wire: "expiry" }),
  includeLowerLetters: flag(false),
  includeUpperLetters: flag(false),
  includeDigits: flag(false),
  includeSymbols: flag(false),
});

const typeOf = (payload: object | null): number =>
  payload !== null && "generatorType" in payload ? Number(payload.generatorType) : 0;

/** A generator that an instance has set for itself; its id is the type, so there is one of each. */
export const SecretGenerator: Entity<Generator, Draft> = {
  table: "secret_generators",
  aggregate: "instance",
  types: [
    "instance.secret.generator.added",
    "instance.secret.generator.changed",
    "instance.secret.generator.removed",
  ],
  version: 1,
  owner: "self",
  config: true,
  rowOf: ({ payload }) => String(typeOf(payload)),
  evolve(generator, { type, payload }) {
    if (type === "instance.secret.generator.added") return codec.added(payload);
    if (type === "instance.secret.generator.removed" || generator === undefined) return undefined;
    return codec.changed(generator, payload);
  },
};

export const generatorRef = (instanceId: string, name: GeneratorName): Ref<Generator, Draft> =>
  ref(SecretGenerator, instanceId, String(generatorTypes[name]));

import type { Given } from "#src/kits/settings/index.ts";
import type { CodeShape } from "#src/platform/crypto/index.ts";
import type { Draft, Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { setGenerator } from "./decisions.ts";
import { defaultGenerators, type Generator, type GeneratorName, generatorTypes } from "./generators.ts";
import { codec, generatorRef } from "./state.ts";

/** What a new instance stores. The two generators that no API knows keep to the defaults of the product. */
export const startedGenerators = [
  "init",
  "verify_email",
  "verify_phone",
  "verify_domain",
  "password_reset",
  "passwordless_init",
  "app_secret",
  "otp_sms",
  "otp_email",
] as const satisfies readonly GeneratorName[];

/** The event that stores one type for a new instance: what the operator gave, and the defaults for the rest. */
export const startGenerator = (name: GeneratorName, given: Given<Generator> = {}): readonly Draft[] => {
  const byDefault = defaultGenerators[name];
  const generator: Generator = {
    length: given.length ?? byDefault.length,
    expirySeconds: given.expirySeconds ?? byDefault.expirySeconds,
    includeLowerLetters: given.includeLowerLetters ?? byDefault.includeLowerLetters,
    includeUpperLetters: given.includeUpperLetters ?? byDefault.includeUpperLetters,
    includeDigits: given.includeDigits ?? byDefault.includeDigits,
    includeSymbols: given.includeSymbols ?? byDefault.includeSymbols,
  };
  const payload = { generatorType: generatorTypes[name], ...codec.toAdded(generator) };
  return [{ type: "instance.secret.generator.added", payload }];
};

export async function changeGenerator(
  ctx: Ctx,
  name: GeneratorName,
  generator: Generator,
): Promise<Written<Generator>> {
  const set = setGenerator(name, generator);
  const [written] = await ctx.store.execute(ctx, [generatorRef(ctx.instanceId, name)], ([before]) => [
    set(before),
  ]);
  return written;
}

/** How codes for a use are made in this instance, and for how long they are good; 0 is for ever. */
export async function effectiveCodeShape(
  ctx: Pick<Ctx, "config" | "instanceId">,
  name: GeneratorName,
): Promise<{ readonly shape: CodeShape; readonly expirySeconds: number }> {
  const { entity, aggregateId, entityId } = generatorRef(ctx.instanceId, name);
  const generator = (await ctx.config.row(entity, aggregateId, entityId))?.state ?? defaultGenerators[name];
  return {
    shape: {
      length: generator.length,
      lower: generator.includeLowerLetters,
      upper: generator.includeUpperLetters,
      digits: generator.includeDigits,
      symbols: generator.includeSymbols,
    },
    expirySeconds: generator.expirySeconds,
  };
}

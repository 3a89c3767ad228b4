import type { CodeShape } from "#src/platform/crypto/index.ts";
import type { Draft } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { defaultGenerators, type GeneratorName, generatorTypes } from "./generators.ts";
import { codec, generatorRef } from "./state.ts";

/** What a new instance stores. The two generators that no API knows keep to the defaults of the product. */
export const startedGenerators: readonly GeneratorName[] = [
  "init",
  "verify_email",
  "verify_phone",
  "verify_domain",
  "password_reset",
  "passwordless_init",
  "app_secret",
  "otp_sms",
  "otp_email",
];

/** The event that stores the default of one type. */
export const startGenerator = (name: GeneratorName): readonly Draft[] => [
  {
    type: "instance.secret.generator.added",
    payload: { generatorType: generatorTypes[name], ...codec.toAdded(defaultGenerators[name]) },
  },
];

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

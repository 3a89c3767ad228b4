import { AdminService } from "#contract/zitadel/admin_pb.ts";
import type { SecretGeneratorQuery, SecretGeneratorType } from "#contract/zitadel/settings_pb.ts";
import { emptyFilter, listPage } from "#src/kits/search/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changedV1, details, duration, listDetailsV1, part, secondsOf } from "#src/platform/rpc/index.ts";
import { changeGenerator } from "./commands.ts";
import { defaultGenerators, type Generator, type GeneratorName } from "./generators.ts";
import { generatorRef } from "./state.ts";

/** The contract's numbers differ from the stored ones, and name fewer. */
const namesV1: Readonly<Partial<Record<SecretGeneratorType, GeneratorName>>> = {
  1: "init",
  2: "verify_email",
  3: "verify_phone",
  4: "password_reset",
  5: "passwordless_init",
  6: "app_secret",
  7: "otp_sms",
  8: "otp_email",
  9: "invite",
};
const typesV1 = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const satisfies readonly SecretGeneratorType[];

function nameOf(type: SecretGeneratorType): GeneratorName {
  const name = namesV1[type];
  if (name === undefined)
    throw invalid("SECRETGEN-Ty1no", "Errors.SecretGenerator.TypeMissing", { field: "generator_type" });
  return name;
}

/** What is in force for a use: the instance's own, else what the product starts with. */
async function shown(ctx: Ctx, generatorType: SecretGeneratorType) {
  const name = nameOf(generatorType);
  const { entity, aggregateId, entityId } = generatorRef(ctx.instanceId, name);
  const row: Row<Generator> | undefined = await ctx.config.row(entity, aggregateId, entityId);
  const { expirySeconds, ...shape } = row?.state ?? defaultGenerators[name];
  return {
    generatorType,
    ...(row === undefined ? {} : { details: details(row) }),
    ...shape,
    expiry: duration(expirySeconds),
  };
}

function isWanted(queries: readonly SecretGeneratorQuery[], type: SecretGeneratorType): boolean {
  return queries.every(({ query }) => {
    if (query.case === undefined) throw emptyFilter();
    return query.value.generatorType === type;
  });
}

export const adminPart = part(AdminService, {
  async listSecretGenerators({ query, queries }, ctx) {
    const { offset, limit } = listPage(query);
    const wanted = typesV1.filter((type) => isWanted(queries, type));
    const page = wanted.slice(offset, offset + limit);
    return {
      details: listDetailsV1(wanted.length, ctx.now),
      result: await Promise.all(page.map((type) => shown(ctx, type))),
    };
  },
  async getSecretGenerator({ generatorType }, ctx) {
    return { secretGenerator: await shown(ctx, generatorType) };
  },
  async updateSecretGenerator({ generatorType, expiry, ...shape }, ctx) {
    const { length, includeLowerLetters, includeUpperLetters, includeDigits, includeSymbols } = shape;
    const written = await changeGenerator(ctx, nameOf(generatorType), {
      length,
      expirySeconds: secondsOf(expiry),
      includeLowerLetters,
      includeUpperLetters,
      includeDigits,
      includeSymbols,
    });
    return { details: changedV1(written) };
  },
});

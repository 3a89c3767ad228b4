import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import {
  effectiveTexts,
  type OwnTexts,
  ownTexts,
  resetTexts,
  setTexts,
  type TextEvent,
  type TextsTarget,
  writeTexts,
} from "#src/kits/texts/index.ts";
import { invalid, notFound, required } from "#src/platform/failure/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changedV1, details, part, type ServicePart } from "#src/platform/rpc/index.ts";
import { groupsOf, type LoginTexts, textsFrom, writtenGroupsOf } from "./texts.ts";

/** What the pages say by themselves, by the names of `loginTextNames`; what they have no place for is left out. */
export type BuiltInLoginTexts = (language: string) => LoginTexts;

/** As events name what belongs to the pages. */
export const template = "login";

interface TextsRequest {
  readonly language: string;
}

/** @throws invalid_argument for one that there are no texts in */
function languageOf({ language }: TextsRequest): string {
  const known = language.toLowerCase();
  if (supportedLanguages.includes(known)) return known;
  throw invalid("LOGNT-La1ng", "Errors.Language.NotSupported", { field: "language" });
}

type Place = Pick<TextsTarget, "level" | "id">;
const instance = (ctx: Ctx): Place => ({ level: "instance", id: ctx.instanceId });
const org = (ctx: Ctx): Place => ({ level: "org", id: ctx.orgId });

async function inForce(ctx: Ctx, builtIn: BuiltInLoginTexts, language: string) {
  const texts = { ...builtIn(language), ...(await effectiveTexts(ctx, "", { template, language })) };
  return { ...groupsOf(texts), isDefault: true };
}

/** What was written there, as it was written; where nothing was, no text. */
async function own(ctx: Ctx, place: Place, language: string) {
  if (place.level === "org" && (await ctx.config.row(Org, place.id)) === undefined)
    throw notFound("LOGNT-Or9nf", "Errors.Org.NotFound");
  const row = await ownTexts(ctx, { ...place, template, language });
  if (row === undefined) return { isDefault: true };
  return { ...writtenGroupsOf(row.state.texts), details: details(row), isDefault: false };
}

/** An empty text goes back to what it was. */
async function set(ctx: Ctx, place: Place, request: TextsRequest) {
  const target = { ...place, template, language: languageOf(request) };
  return changedV1(await writeTexts(ctx, Org, target, setTexts(target.level, target, textsFrom(request))));
}

/** @throws not_found where there are none of its own */
async function reset(ctx: Ctx, place: Place, request: TextsRequest) {
  const target = { ...place, template, language: languageOf(request) };
  const decide = (before: OwnTexts | undefined): readonly TextEvent[] =>
    resetTexts(target.level, target)(required(before, "LOGNT-Rs0nf", "Errors.CustomMessageText.NotFound"));
  return changedV1(await writeTexts(ctx, Org, target, decide));
}

/** Texts of the instance, and those of organizations. */
export const loginTextParts = (builtIn: BuiltInLoginTexts): readonly ServicePart[] => [
  part(AdminService, {
    async getDefaultLoginTexts(request) {
      return { customText: { ...groupsOf(builtIn(languageOf(request))), isDefault: true } };
    },
    async getCustomLoginTexts(request, ctx) {
      return { customText: await own(ctx, instance(ctx), languageOf(request)) };
    },
    async setCustomLoginText(request, ctx) {
      return { details: await set(ctx, instance(ctx), request) };
    },
    async resetCustomLoginTextToDefault(request, ctx) {
      return { details: await reset(ctx, instance(ctx), request) };
    },
  }),
  part(ManagementService, {
    async getDefaultLoginTexts(request, ctx) {
      return { customText: await inForce(ctx, builtIn, languageOf(request)) };
    },
    async getCustomLoginTexts(request, ctx) {
      return { customText: await own(ctx, org(ctx), languageOf(request)) };
    },
    async setCustomLoginText(request, ctx) {
      return { details: await set(ctx, org(ctx), request) };
    },
    async resetCustomLoginTextToDefault(request, ctx) {
      return { details: await reset(ctx, org(ctx), request) };
    },
  }),
];

import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import type { MessageType } from "#src/domains/message/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { effectiveTexts, ownTexts, setTexts, type TextsTarget, writeTexts } from "#src/kits/texts/index.ts";
import { invalid, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changedV1, details, type ServicePart } from "#src/platform/rpc/index.ts";
import { requireTemplate, resetOwn } from "./decisions.ts";
import {
  type FieldName,
  fieldKeys,
  fieldNames,
  fieldsFrom,
  noFields,
  ourFields,
  templates,
} from "./fields.ts";
import { isMessageLanguage, type MessageLanguage } from "./texts/index.ts";

/** What the contract calls the messages: each of them has the same four methods in either service. */
const contractNames = {
  init: "Init",
  password_reset: "PasswordReset",
  verify_email: "VerifyEmail",
  verify_phone: "VerifyPhone",
  verify_sms_otp: "VerifySMSOTP",
  verify_email_otp: "VerifyEmailOTP",
  domain_claimed: "DomainClaimed",
  passwordless_registration: "PasswordlessRegistration",
  password_change: "PasswordChange",
  invite_user: "InviteUser",
} as const satisfies Readonly<Record<MessageType, string>>;

/** The organization's setters of these are called otherwise than the rest. */
const calledCustomText = [
  "DomainClaimed",
  "PasswordlessRegistration",
  "PasswordChange",
  "InviteUser",
] as const;

type ContractName = (typeof contractNames)[MessageType];
type CalledCustomText = (typeof calledCustomText)[number];

const isCalledCustomText = (name: ContractName): name is CalledCustomText =>
  calledCustomText.some((known) => known === name);

/** A request names all fields that its message has; SMS have the text alone. */
type TextRequest = { readonly language: string } & { readonly [F in FieldName]?: string };
type Handler = (request: TextRequest, ctx: Ctx) => Promise<object>;
type Named<S extends { readonly method: object }> = readonly (readonly [keyof S["method"], Handler])[];

/** @throws invalid_argument for one that there are no messages in */
function languageOf({ language }: TextRequest): MessageLanguage {
  const known = language.toLowerCase();
  if (isMessageLanguage(known)) return known;
  throw invalid("MSGTX-La1ng", "Errors.Language.NotSupported", { field: "language" });
}

type Place = Pick<TextsTarget, "level" | "id">;
const instance = (ctx: Ctx): Place => ({ level: "instance", id: ctx.instanceId });
const org = (ctx: Ctx): Place => ({ level: "org", id: ctx.orgId });

const targetOf = (place: Place, type: MessageType, language: MessageLanguage): TextsTarget => ({
  ...place,
  template: templates[type],
  language,
});

/** What the product says. */
const ours =
  (type: MessageType): Handler =>
  async (request) => ({ customText: { ...ourFields(type, languageOf(request)), isDefault: true } });

/** What the instance says, in its own words or ours. */
const ofInstance =
  (type: MessageType): Handler =>
  async (request, ctx) => ({ customText: await inherited(ctx, type, languageOf(request), "") });

async function inherited(ctx: Ctx, type: MessageType, language: MessageLanguage, orgId: string) {
  const texts = await effectiveTexts(ctx, orgId, { template: templates[type], language });
  return { ...ourFields(type, language), ...fieldsFrom(texts), isDefault: true };
}

/** What was written there, as it was written; where nothing was, what holds instead. */
const own =
  (type: MessageType, placeOf: (ctx: Ctx) => Place): Handler =>
  async (request, ctx) => {
    const language = languageOf(request);
    const place = placeOf(ctx);
    if (place.level === "org" && (await ctx.config.row(Org, place.id)) === undefined)
      throw notFound("MSGTX-Or9nf", "Errors.Org.NotFound");
    const row = await ownTexts(ctx, targetOf(place, type, language));
    if (row === undefined) return { customText: await inherited(ctx, type, language, "") };
    const fields = fieldsFrom(row.state.texts);
    return { customText: { ...noFields, ...fields, details: details(row), isDefault: false } };
  };

/** An empty field goes back to what it was. @throws as `requireTemplate` */
const set =
  (type: MessageType, placeOf: (ctx: Ctx) => Place): Handler =>
  async (request, ctx) => {
    const target = targetOf(placeOf(ctx), type, languageOf(request));
    const given = fieldNames.flatMap((field) => {
      const text = request[field];
      if (text === undefined) return [];
      requireTemplate(field, text);
      return [[fieldKeys[field], text] as const];
    });
    const decide = setTexts(target.level, target, Object.fromEntries(given));
    return { details: changedV1(await writeTexts(ctx, Org, target, decide)) };
  };

const reset =
  (type: MessageType, placeOf: (ctx: Ctx) => Place): Handler =>
  async (request, ctx) => {
    const target = targetOf(placeOf(ctx), type, languageOf(request));
    return { details: changedV1(await writeTexts(ctx, Org, target, resetOwn(target))) };
  };

/* Object.entries forgets which keys an object has. */
const messages = Object.entries(contractNames) as readonly (readonly [MessageType, ContractName])[];

const adminMethods: Named<typeof AdminService> = messages.flatMap(
  ([type, name]): Named<typeof AdminService> => [
    [`getDefault${name}MessageText`, ours(type)],
    [`getCustom${name}MessageText`, own(type, instance)],
    [`setDefault${name}MessageText`, set(type, instance)],
    [`resetCustom${name}MessageTextToDefault`, reset(type, instance)],
  ],
);

const managementMethods: Named<typeof ManagementService> = messages.flatMap(
  ([type, name]): Named<typeof ManagementService> => [
    [`getDefault${name}MessageText`, ofInstance(type)],
    [`getCustom${name}MessageText`, own(type, org)],
    [
      isCalledCustomText(name) ? `setCustom${name}MessageCustomText` : `setCustom${name}MessageText`,
      set(type, org),
    ],
    [`resetCustom${name}MessageTextToDefault`, reset(type, org)],
  ],
);

/** Texts of the instance. */
export const adminPart: ServicePart = { service: AdminService, handlers: Object.fromEntries(adminMethods) };

/** Texts of the organization. */
export const managementPart: ServicePart = {
  service: ManagementService,
  handlers: Object.fromEntries(managementMethods),
};

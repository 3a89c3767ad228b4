import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import {
  type AddInstanceRequest,
  type CreateInstanceRequest,
  type CreateInstanceRequest_Human,
  type CreateInstanceRequest_Machine,
  SystemService,
} from "#contract/zitadel/system_pb.ts";
import { inInstance, normalHost } from "#src/domains/instance/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, part, type ServicePart, type Wire } from "#src/platform/rpc/index.ts";
import { createInstance } from "./create-instance.ts";
import type { CreatedInstance, InstanceDefaults, NewAdmin, NewServiceAccount } from "./input.ts";

/** What both requests tell of the instance; who manages it they tell differently. */
type Common = Pick<
  Wire<CreateInstanceRequest>,
  "instanceName" | "firstOrgName" | "customDomain" | "defaultLanguage"
>;
interface Managers {
  readonly human?: NewAdmin | undefined;
  readonly machine?: NewServiceAccount | undefined;
}

const builtInName = "ZITADEL";
const builtInLanguage = "en";

function languageOf(given: string, field: string): string {
  if (given === "") return builtInLanguage;
  if (supportedLanguages.includes(given)) return given;
  throw invalid("SETUP-Ln1ns", "Errors.Language.NotSupported", { field });
}

/** @param ctx of a user of the system, whose origin is the deployment's own: new hosts share its scheme and port */
async function make(
  ctx: Ctx,
  defaults: InstanceDefaults,
  request: Common,
  managers: Managers,
): Promise<CreatedInstance> {
  const external = new URL(ctx.origin);
  const domain = request.customDomain === "" ? undefined : normalHost(request.customDomain);
  const origin = new URL(external);
  origin.hostname = domain ?? external.hostname;
  return createInstance(
    { ...inInstance(ctx, ctx.newId()), origin: origin.origin },
    {
      ...defaults,
      ...managers,
      name: request.instanceName.trim(),
      orgName: request.firstOrgName.trim() || builtInName,
      domain,
      externalDomain: external.hostname,
      origin: origin.origin,
      defaultLanguage: languageOf(request.defaultLanguage, "default_language"),
    },
  );
}

type Human = Pick<Wire<CreateInstanceRequest_Human>, "userName" | "email" | "profile" | "password">;

function humanFrom({ userName, email, profile, password }: Human, language: string): NewAdmin {
  const plain = password?.password ?? "";
  return {
    userName,
    firstName: profile?.firstName || userName,
    lastName: profile?.lastName || userName,
    preferredLanguage: profile?.preferredLanguage || languageOf(language, "default_language"),
    email: email?.email === "" ? undefined : email?.email,
    emailVerified: email?.isEmailVerified ?? false,
    phoneVerified: false,
    password: plain === "" ? undefined : plain,
    passwordChangeRequired: password?.passwordChangeRequired ?? false,
  };
}

const dateOf = (time: Timestamp | undefined): Date | undefined => time && timestampDate(time);

function machineFrom({
  userName,
  name,
  personalAccessToken: pat,
  machineKey: key,
}: Wire<CreateInstanceRequest_Machine>): NewServiceAccount {
  return {
    userName,
    name,
    pat: pat && { expirationDate: dateOf(pat.expirationDate) },
    key: key && { expirationDate: dateOf(key.expirationDate) },
  };
}

function managersFrom({ owner, defaultLanguage }: Wire<CreateInstanceRequest>): Managers {
  if (owner.case === "human") return { human: humanFrom(owner.value, defaultLanguage) };
  if (owner.case === "machine") return { machine: machineFrom(owner.value) };
  throw invalid("SETUP-z1yi2", "Errors.Instance.OwnerMissing", { field: "owner" });
}

const ownerOf = (request: Wire<AddInstanceRequest>): Managers => ({
  human: humanFrom(
    {
      userName: request.ownerUserName,
      email: request.ownerEmail,
      profile: request.ownerProfile,
      password: request.ownerPassword,
    },
    request.defaultLanguage,
  ),
});

const detailsOf = ({ instanceId, sequence, createdAt }: CreatedInstance) =>
  addedV1({ sequence, createdAt, changedAt: createdAt, owner: instanceId });

/** Instances made by users of the system. */
export const systemPart = (defaults: InstanceDefaults): ServicePart =>
  part(SystemService, {
    async addInstance(request, ctx) {
      const created = await make(ctx, defaults, request, ownerOf(request));
      return { instanceId: created.instanceId, details: detailsOf(created) };
    },
    async createInstance(request, ctx) {
      const created = await make(ctx, defaults, request, managersFrom(request));
      return {
        instanceId: created.instanceId,
        details: detailsOf(created),
        pat: created.machine?.token ?? "",
        machineKey: new TextEncoder().encode(created.machine?.keyFile ?? ""),
      };
    },
  });

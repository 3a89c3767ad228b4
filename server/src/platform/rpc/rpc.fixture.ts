/** Handlers over a few services that show what reached them, for the tests of the wire. */
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { Failure, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, type RpcOptions } from "./index.ts";

const longAgo = { seconds: 0n, nanos: 5_000_000 };

export const parts = [
  part(OrganizationService, {
    addOrganization: async (request, ctx) => ({
      organizationId: `${ctx.orgId}|${ctx.caller.userId}|${request.name}`,
    }),
    deleteOrganization: async () => {
      throw notFound("ORG-1", "Errors.Org.NotFound", { field: "organizationId" });
    },
    deactivateOrganization: async () => {
      throw new Failure("invalid_argument", "COMMAND-3M0fs", "Errors.Password", { failedAttempts: 3 });
    },
    activateOrganization: async () => {
      throw new Error("secret in /some/file.ts");
    },
    listOrganizations: async (request) => ({
      details: { totalResult: request.query?.offset ?? 0n, timestamp: longAgo },
    }),
  }),
  part(UserService, {
    addHumanUser: async (request, ctx) => ({ userId: `${ctx.orgId}|${request.username ?? ""}` }),
    getUserByID: async (request) => ({ user: { userId: request.userId } }),
    setPassword: () => new Promise(() => {}),
  }),
  part(ManagementService, {
    healthz: async () => ({}),
    removeProjectRole: async (request) => ({
      details: { resourceOwner: `${request.projectId}|${request.roleKey}` },
    }),
    isUserUnique: async (request) => ({ isUnique: request.userName === "ada" && request.email === "a b" }),
    getUserByID: async (request) => ({ user: { id: request.id } }),
    listProjectRoles: async (request) => ({ details: { totalResult: BigInt(request.query?.limit ?? 0) } }),
  }),
];

export const makeCtx: RpcOptions["makeCtx"] = async (_call, caller, org) => {
  const orgId = org === undefined ? "own" : "id" in org ? org.id : `domain:${org.domain}`;
  // The handlers above look at nothing else.
  return { caller, orgId } as unknown as Ctx;
};

export const bearer = { authorization: "Bearer ada" };

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export type Ask = (
  verb: string,
  path: string,
  body?: string | Buffer,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

/** Asks the server at `url` as the user ada, over HTTP/1.1 with JSON answers. */
export const askOf =
  (url: string): Ask =>
  async (verb, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: verb,
      headers: { ...bearer, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text), headers: response.headers };
  };

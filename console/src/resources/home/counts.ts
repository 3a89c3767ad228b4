import { useQuery } from "@connectrpc/connect-query";
import { OrganizationService } from "@gatehouse/server/contract/zitadel/org/v2/org_service_pb.ts";
import { UserService } from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { useOrganization } from "../../app/organization.tsx";
import { useAccess } from "../../app/viewer.tsx";
import type { UserKind } from "../users/user-address.ts";
import { userQueries } from "../users/user-search.ts";

const total = ({ details }: { readonly details?: { readonly totalResult: bigint } | undefined }): number =>
  Number(details?.totalResult ?? 0);

/** How many users of a kind the chosen organization has; undefined until known. */
export function useUserCount(type: UserKind): number | undefined {
  const { id } = useOrganization();
  const enabled = useAccess().can("user.read");
  return useQuery(
    UserService.method.listUsers,
    { query: { limit: 1 }, queries: userQueries({ type }, id) },
    { enabled, select: total },
  ).data;
}

/** How many organizations one may see. */
export function useOrganizationCount(): number | undefined {
  const enabled = useAccess().can("org.read");
  return useQuery(
    OrganizationService.method.listOrganizations,
    { query: { limit: 1 } },
    { enabled, select: total },
  ).data;
}

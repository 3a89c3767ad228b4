import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@connectrpc/connect-query";
import { AuthService } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import { createContext, useContext } from "react";
import { holds } from "./permissions.ts";

/** Who looks at the console, and what they may do in the chosen organization. */
export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly loginName: string;
  readonly email: string | undefined;
  readonly lastLogin: Date | undefined;
  readonly organizationId: string;
}

export interface Access extends Viewer {
  readonly can: (permission: string) => boolean;
}

export const AccessContext = createContext<Access | undefined>(undefined);

export function useAccess(): Access {
  const access = useContext(AccessContext);
  if (access === undefined) throw new Error("outside of the signed-in frame");
  return access;
}

export function useViewer() {
  return useQuery(
    AuthService.method.getMyUser,
    {},
    {
      select: ({ user, lastLogin }): Viewer => {
        const human = user?.type.case === "human" ? user.type.value : undefined;
        const machine = user?.type.case === "machine" ? user.type.value : undefined;
        const loginName = user?.preferredLoginName ?? "";
        return {
          id: user?.id ?? "",
          name: human?.profile?.displayName || machine?.name || loginName,
          loginName,
          email: human?.email?.email || undefined,
          lastLogin: lastLogin && timestampDate(lastLogin),
          organizationId: user?.details?.resourceOwner ?? "",
        };
      },
    },
  );
}

export function usePermissions() {
  return useQuery(
    AuthService.method.listMyZitadelPermissions,
    {},
    {
      select:
        ({ result }) =>
        (permission: string) =>
          holds(result, permission),
    },
  );
}

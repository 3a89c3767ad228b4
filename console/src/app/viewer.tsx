import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@connectrpc/connect-query";
import { AuthService, type GetMyUserResponse } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import type { User } from "@gatehouse/server/contract/zitadel/user_pb.ts";
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

const nameIn = (user: User | undefined): string | undefined => {
  if (user?.type.case === "machine") return user.type.value.name;
  return user?.type.case === "human" ? user.type.value.profile?.displayName : undefined;
};

const emailIn = (user: User | undefined): string | undefined =>
  user?.type.case === "human" ? user.type.value.email?.email : undefined;

function viewerOf({ user, lastLogin }: GetMyUserResponse): Viewer {
  const loginName = user?.preferredLoginName ?? "";
  return {
    id: user?.id ?? "",
    name: nameIn(user) || loginName,
    loginName,
    email: emailIn(user) || undefined,
    lastLogin: lastLogin && timestampDate(lastLogin),
    organizationId: user?.details?.resourceOwner ?? "",
  };
}

export const useViewer = () => useQuery(AuthService.method.getMyUser, {}, { select: viewerOf });

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

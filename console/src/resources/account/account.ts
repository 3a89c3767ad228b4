import { createClient } from "@connectrpc/connect";
import { useQuery, useTransport } from "@connectrpc/connect-query";
import { AuthService } from "@gatehouse/server/contract/zitadel/auth_pb.ts";
import { SessionService } from "@gatehouse/server/contract/zitadel/session/v2/session_service_pb.ts";
import type { HumanUser, User } from "@gatehouse/server/contract/zitadel/user/v2/user_pb.ts";
import { UserService } from "@gatehouse/server/contract/zitadel/user/v2/user_service_pb.ts";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useAccess } from "../../app/viewer.tsx";
import { useOnce } from "../../components/once.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import type { Deed } from "./account-address.ts";

/** A person looking at their own account. */
export interface Me {
  readonly user: User;
  readonly human: HumanUser;
}

export const useMe = () => {
  const { id: userId } = useAccess();
  return useQuery(UserService.method.getUserByID, { userId }, { select: ({ user }) => user });
};

/** What may be had: asked for in one's own organization. */
export const useLoginPolicy = () =>
  useQuery(AuthService.method.getMyLoginPolicy, {}, { select: ({ policy }) => policy }).data;

export function useClients() {
  const transport = useTransport();
  return useMemo(
    () => ({
      auth: createClient(AuthService, transport),
      users: createClient(UserService, transport),
      sessions: createClient(SessionService, transport),
    }),
    [transport],
  );
}

/** Makes a change; everything shown is read again afterwards. */
export function useChange() {
  const { mutateAsync } = useMutation({ mutationFn: (change: () => Promise<unknown>) => change() });
  return async <T>(change: () => Promise<T>): Promise<T> => {
    const result: { value?: T } = {};
    await mutateAsync(async () => {
      result.value = await change();
    });
    return result.value as T; // Without a value it has thrown.
  };
}

/** Another way beside a form: its refusal is shown in the form. */
export function useAside(does: () => Promise<unknown>, onDone: () => void) {
  const change = useChange();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const once = useOnce();
  async function attempt(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await change(does);
      onDone();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  }
  return { busy, problem, run: () => once(attempt) };
}

/** What is open lies in the address: it can be linked to, and the way back closes it. */
export function useDeed() {
  const navigate = useNavigate({ from: "/users/me" });
  return {
    begin: (deed: Deed, of?: string) =>
      void navigate({ search: (search) => ({ ...search, do: deed, of }), resetScroll: false }),
    close: () =>
      void navigate({
        search: (search) => ({ ...search, do: undefined, of: undefined }),
        replace: true,
        resetScroll: false,
      }),
  };
}

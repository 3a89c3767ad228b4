import { getRouteApi } from "@tanstack/react-router";
import { useConsole } from "../../../app/context.ts";
import { ProblemView } from "../../../problem/problem-view.tsx";
import { type Me, useDeed } from "../account.ts";
import { needsProof } from "../account-address.ts";
import { ProveFirst } from "../deed-dialog.tsx";
import { type Methods, useMethods } from "./methods.ts";
import { PasskeysCard } from "./passkeys-card.tsx";
import { PasswordCard } from "./password-card.tsx";
import { SecondStepCard } from "./second-step-card.tsx";
import { SecurityDialog } from "./security-dialog.tsx";

const route = getRouteApi("/signed-in/users/me");

/** How one proves who one is. */
export default function Security({ me }: { readonly me: Me }) {
  const { methods, error, retry } = useMethods(me.user.userId);
  if (methods === undefined) return error ? <ProblemView error={error} retry={retry} within /> : null;
  return (
    <div className="gh-stack">
      <PasswordCard me={me} methods={methods} />
      <PasskeysCard methods={methods} />
      <SecondStepCard me={me} methods={methods} />
      <Open me={me} methods={methods} />
    </div>
  );
}

function Open({ me, methods }: { readonly me: Me; readonly methods: Methods }) {
  const { do: deed, of } = route.useSearch();
  const { session } = useConsole();
  const { close: onClose } = useDeed();
  if (deed === undefined) return null;
  if (needsProof(deed, session.account()?.provenAt, new Date())) return <ProveFirst onClose={onClose} />;
  return <SecurityDialog deed={deed} of={of} me={me} methods={methods} onClose={onClose} />;
}

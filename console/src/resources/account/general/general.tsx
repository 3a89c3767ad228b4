import { getRouteApi } from "@tanstack/react-router";
import { useConsole } from "../../../app/context.ts";
import { type Me, useDeed } from "../account.ts";
import { type Deed, needsProof } from "../account-address.ts";
import { ProveFirst } from "../deed-dialog.tsx";
import { CodeDialog } from "./code-dialog.tsx";
import { ContactCard } from "./contact-card.tsx";
import { EmailDialog, PhoneDialog, RemovePhoneDialog } from "./contact-dialogs.tsx";
import { DeleteCard, DeleteDialog } from "./delete-account.tsx";
import { PictureDialog } from "./picture-dialog.tsx";
import { ProfileCard } from "./profile-card.tsx";
import { ProfileDialog } from "./profile-dialog.tsx";
import { UsernameDialog } from "./username-dialog.tsx";

const route = getRouteApi("/signed-in/users/me");

/** Who one is, how one is reached, and the way out. */
export default function General({ me }: { readonly me: Me }) {
  const { do: deed } = route.useSearch();
  return (
    <div className="gh-stack">
      <ProfileCard me={me} />
      <ContactCard me={me} />
      <DeleteCard />
      {deed && <Dialog deed={deed} me={me} />}
    </div>
  );
}

function Dialog({ deed, me }: { readonly deed: Deed; readonly me: Me }) {
  const { session } = useConsole();
  const { close: onClose } = useDeed();
  const props = { me, onClose };
  if (needsProof(deed, session.account()?.provenAt, new Date())) return <ProveFirst onClose={onClose} />;
  switch (deed) {
    case "profile":
      return <ProfileDialog {...props} />;
    case "picture":
      return <PictureDialog {...props} />;
    case "username":
      return <UsernameDialog {...props} />;
    case "email":
      return <EmailDialog {...props} />;
    case "phone":
      return <PhoneDialog {...props} />;
    case "verifyEmail":
      return <CodeDialog key={deed} of="email" {...props} />;
    case "verifyPhone":
      return <CodeDialog key={deed} of="phone" {...props} />;
    case "removePhone":
      return <RemovePhoneDialog {...props} />;
    case "delete":
      return <DeleteDialog {...props} />;
    default:
      return null;
  }
}

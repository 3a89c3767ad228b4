import type { Me } from "../account.ts";
import type { Deed } from "../account-address.ts";
import { AuthenticatorDialog } from "./authenticator-dialog.tsx";
import { CodesDialog } from "./codes-dialog.tsx";
import type { Methods } from "./methods.ts";
import { OtpDialog } from "./otp-dialog.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { type Removed, RemoveMethod } from "./remove-method.tsx";
import { TotpDialog } from "./totp-dialog.tsx";

interface Props {
  readonly deed: Deed;
  readonly of: string | undefined;
  readonly me: Me;
  readonly methods: Methods;
  readonly onClose: () => void;
}

const removed: { readonly [D in Deed]?: Removed } = {
  removePasskey: "passkey",
  removeKey: "key",
  removeTotp: "totp",
  removeSms: "sms",
  removeMail: "mail",
  removeCodes: "codes",
};

/** The open dialog. */
export function SecurityDialog({ deed, of, me, methods, onClose }: Props) {
  const what = removed[deed];
  if (what !== undefined)
    return <RemoveMethod what={what} of={of} me={me} methods={methods} onClose={onClose} />;
  switch (deed) {
    case "password":
      return <PasswordDialog me={me} onClose={onClose} />;
    case "passkey":
    case "key":
      return <AuthenticatorDialog key={deed} kind={deed} me={me} onClose={onClose} />;
    case "totp":
      return <TotpDialog onClose={onClose} />;
    case "sms":
    case "mail":
      return <OtpDialog key={deed} by={deed} me={me} onClose={onClose} />;
    case "codes":
      return <CodesDialog me={me} renews={methods.codes} onClose={onClose} />;
    default:
      return null;
  }
}

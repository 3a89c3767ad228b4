import { Code, ConnectError } from "@connectrpc/connect";
import { Button, Text, TextInput } from "@mantine/core";
import { limitedText } from "../../../components/form/checks.ts";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { type I18n, useI18n } from "../../../i18n/index.tsx";
import { type Me, useAside, useChange, useClients } from "../account.ts";
import { deviceIn } from "../device.ts";
import { deviceName } from "../device-name.ts";
import { canUseAuthenticators, createCredential } from "../webauthn.ts";

interface Props {
  readonly kind: "passkey" | "key";
  readonly me: Me;
  readonly onClose: () => void;
}

/** What the browser refused, told as the server would tell it. */
function refusalOf(error: unknown, { t }: I18n): unknown {
  if (!(error instanceof DOMException)) return error;
  const known = error.name === "InvalidStateError";
  const text = t(known ? "account.authenticator.known" : "account.authenticator.refused");
  return new ConnectError(text, Code.FailedPrecondition);
}

/** Begins with the server, asks the browser, and hands its answer to the server. */
function useRegistration(kind: Props["kind"], userId: string) {
  const i18n = useI18n();
  const { users } = useClients();
  const domain = location.hostname;
  async function register(name: string): Promise<void> {
    if (kind === "passkey") {
      const begun = await users.registerPasskey({ userId, domain });
      const publicKeyCredential = await createCredential(begun.publicKeyCredentialCreationOptions ?? {});
      const { passkeyId } = begun;
      await users.verifyPasskeyRegistration({ userId, passkeyId, publicKeyCredential, passkeyName: name });
    } else {
      const begun = await users.registerU2F({ userId, domain });
      const publicKeyCredential = await createCredential(begun.publicKeyCredentialCreationOptions ?? {});
      const { u2fId } = begun;
      await users.verifyU2FRegistration({ userId, u2fId, publicKeyCredential, tokenName: name });
    }
  }
  return async (name: string): Promise<void> => {
    try {
      await register(name);
    } catch (error) {
      throw refusalOf(error, i18n);
    }
  };
}

export function AuthenticatorDialog({ kind, me: { user }, onClose }: Props) {
  const { t } = useI18n();
  const { auth } = useClients();
  const change = useChange();
  const say = useSay();
  const register = useRegistration(kind, user.userId);
  const passkey = kind === "passkey";
  const { form, problem, busy, isUnsaved, onSubmit } = useServerForm({
    initial: { name: passkey ? deviceName(deviceIn(navigator.userAgent), t) : t("account.key") },
    check: ({ name }) => ({ name: limitedText(name, 200) }),
    send: async ({ name }) => {
      await change(() => register(name.trim()));
      return () => {
        onClose();
        say(passkey ? "account.passkey.done" : "account.key.done");
      };
    },
    place: ({ field }) => (field === "passkeyName" || field === "tokenName" ? "name" : undefined),
  });
  // For a device that is not here.
  const link = useAside(
    () => auth.sendMyPasswordlessLink({}),
    () => {
      onClose();
      say("account.passkey.linkSent");
    },
  );
  return (
    <FormDialog
      title={t(passkey ? "account.passkey.add" : "account.key.add")}
      submit={t("account.goOn")}
      busy={busy}
      problem={problem ?? link.problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved={isUnsaved()}
      aside={
        passkey && (
          <Button variant="subtle" loading={link.busy} onClick={() => void link.run()}>
            {t("account.passkey.link")}
          </Button>
        )
      }
    >
      <Text>{t(passkey ? "account.passkey.explain" : "account.key.explain")}</Text>
      {!canUseAuthenticators() && <Text c="red">{t("account.authenticator.unsupported")}</Text>}
      <TextInput
        label={t("account.authenticator.name")}
        description={t("account.authenticator.nameHint")}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps("name")}
      />
    </FormDialog>
  );
}

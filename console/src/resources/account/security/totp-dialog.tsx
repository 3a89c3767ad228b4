import { Skeleton, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Copyable } from "../../../components/copyable.tsx";
import { requiredText } from "../../../components/form/checks.ts";
import { CodeInput } from "../../../components/form/code-input.tsx";
import { FormDialog } from "../../../components/form/form-dialog.tsx";
import { useServerForm } from "../../../components/form/server-form.ts";
import { useSay } from "../../../components/say.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { isAboutEntry } from "../../../problem/problem.ts";
import { useChange, useClients } from "../account.ts";

const Qr = lazy(() => import("./qr.tsx"));

interface Begun {
  readonly url: string;
  readonly secret: string;
}

/** First a word about what is needed; then the secret, and a code that shows that the app has it. */
export function TotpDialog({ onClose }: { readonly onClose: () => void }) {
  const [begun, begin] = useState<Begun>();
  return begun === undefined ? (
    <Explain onBegun={begin} onClose={onClose} />
  ) : (
    <Enter key={begun.secret} begun={begun} onClose={onClose} />
  );
}

interface ExplainProps {
  readonly onBegun: (begun: Begun) => void;
  readonly onClose: () => void;
}

function Explain({ onBegun, onClose }: ExplainProps) {
  const { t } = useI18n();
  const { auth } = useClients();
  const change = useChange();
  const { problem, busy, onSubmit } = useServerForm({
    initial: {},
    check: () => ({}),
    send: async () => {
      const { url, secret } = await change(() => auth.addMyAuthFactorOTP({}));
      return () => onBegun({ url, secret });
    },
    place: () => undefined,
  });
  return (
    <FormDialog
      title={t("account.totp.add")}
      submit={t("account.goOn")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <Text>{t("account.totp.explain")}</Text>
    </FormDialog>
  );
}

interface EnterProps {
  readonly begun: Begun;
  readonly onClose: () => void;
}

function Enter({ begun: { url, secret }, onClose }: EnterProps) {
  const { t } = useI18n();
  const { auth } = useClients();
  const change = useChange();
  const say = useSay();
  const { form, problem, busy, onSubmit } = useServerForm({
    initial: { code: "" },
    check: ({ code }) => ({ code: requiredText(code, 20) }),
    send: async (values) => {
      const code = values.code.replaceAll(/\s/g, "");
      await change(() => auth.verifyMyAuthFactorOTP({ code }));
      return () => {
        onClose();
        say("account.totp.done");
      };
    },
    place: ({ kind }) => (isAboutEntry(kind) ? "code" : undefined),
  });
  return (
    <FormDialog
      title={t("account.totp.add")}
      submit={t("account.verify")}
      busy={busy}
      problem={problem}
      onSubmit={onSubmit}
      onClose={onClose}
      unsaved
    >
      <Text>{t("account.totp.scan")}</Text>
      <div className="gh-totp">
        <Suspense fallback={<Skeleton w={200} h={200} />}>
          <Qr text={url} label={t("account.totp.qr")} />
        </Suspense>
        <div>
          <Text size="sm" c="dimmed">
            {t("account.totp.secret")}
          </Text>
          <Copyable value={secret} label={t("account.totp.secret")} mono />
        </div>
      </div>
      <CodeInput
        digits
        label={t("account.code")}
        description={t("account.totp.codeHint")}
        {...form.getInputProps("code")}
      />
    </FormDialog>
  );
}

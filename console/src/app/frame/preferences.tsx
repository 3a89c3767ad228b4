import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ComponentProps } from "react";
import { useAttempt } from "../../components/say.ts";
import { chooseLanguage, languageName, languages, useI18n } from "../../i18n/index.tsx";

const schemes: readonly MantineColorScheme[] = ["light", "dark", "auto"];

/** Language and appearance, kept in this browser. */
export function Preferences() {
  const { t, language, setLanguage } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const attempt = useAttempt();
  return (
    <>
      <Menu.Label>{t("userMenu.appearance")}</Menu.Label>
      {schemes.map((scheme) => (
        <Choice
          key={scheme}
          label={t(`appearance.${scheme}`)}
          chosen={scheme === colorScheme}
          onChoose={() => setColorScheme(scheme)}
        />
      ))}
      <Menu.Label>{t("userMenu.language")}</Menu.Label>
      <div role="group" aria-label={t("userMenu.language")} className="gh-menu-languages">
        {languages.map((one) => (
          <Choice
            key={one}
            label={languageName(one)}
            chosen={one === language}
            onChoose={() => void attempt(() => setLanguage(chooseLanguage([one])))}
          />
        ))}
      </div>
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** The library's items are plain ones; this one is checked or not. */
const Radio = (props: ComponentProps<"button">) => <button {...props} type="button" role="menuitemradio" />;

function Choice({ label, chosen, onChoose }: ChoiceProps) {
  return (
    <Menu.Item
      component={Radio}
      aria-checked={chosen}
      closeMenuOnClick={false}
      onClick={onChoose}
      rightSection={chosen && <IconCheck size={16} aria-hidden="true" />}
    >
      {label}
    </Menu.Item>
  );
}

import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useI18n } from "../../i18n/index.tsx";

interface Props {
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Milliseconds of rest before a search is asked. */
const restMs = 250;

export function SearchBox({ hint, value, onChange }: Props) {
  const { t } = useI18n();
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((next: string) => {
    told.current = next.trim();
    onChange(told.current);
  }, restMs);
  useEffect(() => {
    // Changed from elsewhere: the back button, a link.
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);
  const enter = (next: string): void => {
    setText(next);
    tell(next);
  };
  return (
    <TextInput
      className="gh-search"
      type="search"
      aria-label={`${t("list.search")}: ${hint}`}
      placeholder={hint}
      value={text}
      maxLength={200}
      onChange={(event) => enter(event.currentTarget.value)}
      leftSection={<IconSearch size={17} aria-hidden="true" />}
      rightSection={
        text !== "" && <CloseButton size="sm" aria-label={t("list.clear")} onClick={() => enter("")} />
      }
    />
  );
}

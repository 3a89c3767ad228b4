import { TextInput, type TextInputProps } from "@mantine/core";

interface Props extends TextInputProps {
  /** Only digits are expected. */
  readonly digits?: boolean;
}

/** A code from a message or an app. */
export function CodeInput({ digits = false, ...props }: Props) {
  return (
    <TextInput
      className="gh-code"
      inputMode={digits ? "numeric" : "text"}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      data-autofocus
      {...props}
    />
  );
}

import { useForm } from "@mantine/form";
import { useRef, useState } from "react";
import { type TextKey, useI18n } from "../../i18n/index.tsx";
import type { Values } from "../../i18n/texts.ts";
import { type Problem, problemOf } from "../../problem/problem.ts";
import { useOnce } from "../once.ts";

/** A text of the console, or a sentence of the server. */
export type FieldError = { readonly key: TextKey; readonly values?: Values };
export type FieldErrors<V> = { readonly [F in keyof V]?: FieldError | undefined };

interface Options<V> {
  readonly initial: V;
  /** What can be said without the server. */
  readonly check: (values: V) => FieldErrors<V>;
  /** Sends the form; resolves when it has been accepted. Afterwards the form counts as saved. */
  readonly send: (values: V) => Promise<() => void>;
  /** The field that the server's refusal is about; undefined: the form as a whole. */
  readonly place: (problem: Problem, values: V) => (keyof V & string) | undefined;
}

/** A form that keeps what was entered, shows refusals where they belong, and cannot be sent twice at once. */
export function useServerForm<V extends Record<string, string | boolean>>(options: Options<V>) {
  const { t } = useI18n();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const once = useOnce();
  const saved = useRef(false);
  const form = useForm<V>({
    initialValues: options.initial,
    validate: (values) =>
      Object.fromEntries(
        Object.entries<FieldError | undefined>(options.check(values)).flatMap(([field, error]) =>
          error === undefined ? [] : [[field, t(error.key, error.values)]],
        ),
      ),
  });
  const focus = (field: string | undefined): void => {
    if (field !== undefined) form.getInputNode(field)?.focus();
  };

  async function send(values: V): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const goOn = await options.send(values);
      saved.current = true;
      goOn();
    } catch (error) {
      const found = problemOf(error);
      const field = found.text === "" ? undefined : options.place(found, values);
      if (field === undefined) setProblem(found);
      else {
        form.setFieldError(field, withoutField(found.text));
        focus(field);
      }
    } finally {
      setBusy(false);
    }
  }

  return {
    form,
    problem,
    busy,
    isUnsaved: () => form.isDirty() && !saved.current,
    onSubmit: form.onSubmit(
      (values) => void once(() => send(values)),
      (errors) => focus(Object.keys(errors)[0]),
    ),
  };
}

/** Beside the field its name need not be said again. */
const withoutField = (text: string): string => text.replace(/^[a-z][A-Za-z_.]*: |^invalid .*\w\.\w+: /, "");

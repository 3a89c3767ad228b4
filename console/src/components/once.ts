import { useRef } from "react";

/** Does it unless it is being done: of two clicks the second comes before the button is drawn as busy. */
export async function unlessBusy(busy: { current: boolean }, work: () => Promise<unknown>): Promise<void> {
  if (busy.current) return;
  busy.current = true;
  try {
    await work();
  } finally {
    busy.current = false;
  }
}

/** The same for what a component does. */
export function useOnce(): (work: () => Promise<unknown>) => Promise<void> {
  const busy = useRef(false);
  return (work) => unlessBusy(busy, work);
}

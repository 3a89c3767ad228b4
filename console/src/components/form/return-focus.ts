import { useEffect, useState } from "react";

/** Gives the focus back to where it was when a dialog goes; to the page's content when that is gone, too. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The dialog is still there at this moment.
      requestAnimationFrame(() => {
        const home = document.getElementById("content");
        const target = before instanceof HTMLElement && before.isConnected ? before : home;
        if (document.querySelector("[role=dialog]") === null) target?.focus({ preventScroll: true });
      });
    },
    [before],
  );
}

import type { ReactNode } from "react";
import { Mark } from "../../components/mark.tsx";

/** A page outside of the signed-in frame. */
export function Plain({ children }: { readonly children: ReactNode }) {
  return (
    <div className="gh-plain">
      <div className="gh-brand">
        <Mark />
        <span>Gatehouse</span>
      </div>
      <main>{children}</main>
    </div>
  );
}

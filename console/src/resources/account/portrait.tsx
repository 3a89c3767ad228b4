import { Face } from "../../components/face.tsx";
import { nameOf } from "../users/user.ts";
import type { Me } from "./account.ts";

export function Portrait({ me: { user, human } }: { readonly me: Me }) {
  return <Face name={nameOf(user)} size="lg" src={human.profile?.avatarUrl} />;
}

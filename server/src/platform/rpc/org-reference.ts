import type { DescField, Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import type { Call } from "./call.ts";

/** How a request names its context organization. A header says it by id or by domain, without telling which. */
export type OrgReference = { readonly id: string; readonly orDomain?: true } | { readonly domain: string };

/** The organization that the request's own field names, else the one of the header. */
export function orgReferenceOf(call: Call, request: Message): OrgReference | undefined {
  const { auth, method } = call.method;
  const field = auth.kind === "public" ? undefined : auth.orgField;
  const named = field === undefined ? undefined : readOrg(reflect(method.input, request).get(field), field);
  if (named !== undefined) return named;
  const id = call.exchange.header("x-zitadel-orgid")?.trim();
  return id === undefined || id === "" ? undefined : { id, orDomain: true };
}

/** The field is a message with a oneof of an id and a domain. */
function readOrg(value: unknown, field: DescField): OrgReference | undefined {
  if (field.fieldKind !== "message" || !isReflected(value)) return undefined;
  const { message } = value;
  for (const member of field.message.oneofs.flatMap((oneof) => oneof.fields)) {
    const reflected = reflect(field.message, message);
    const text = reflected.isSet(member) ? reflected.get(member) : "";
    if (typeof text !== "string" || text === "") continue;
    return member.name.endsWith("domain") ? { domain: text } : { id: text };
  }
  return undefined;
}

function isReflected(value: unknown): value is { readonly message: Message } {
  return typeof value === "object" && value !== null && "message" in value;
}

import type { ServicePart } from "./handlers.ts";

/** A handler without the types of its method, which `part` has checked where the slice was written. */
export type AnyHandler = ServicePart["handlers"][string];

/** Methods that a field of their request is proof enough for, by method, as `part` declares them. */
export function collectProofs(parts: readonly ServicePart[]): ReadonlyMap<string, string> {
  const proofs = new Map<string, string>();
  for (const { service, provenBy = {} } of parts)
    for (const [localName, field] of Object.entries(provenBy)) {
      const method = service.method[localName];
      if (method?.input.field[field] === undefined)
        throw new Error(`${service.typeName} has no method ${localName} with a field ${field}`);
      proofs.set(`${service.typeName}/${method.name}`, field);
    }
  return proofs;
}

/**
 * The handlers of all slices by method (`zitadel.org.v2.OrganizationService/AddOrganization`). Throws when two
 * slices give the same method, or one gives a method that its service does not have.
 */
export function collectParts(parts: readonly ServicePart[]): ReadonlyMap<string, AnyHandler> {
  const handlers = new Map<string, AnyHandler>();
  for (const { service, handlers: given } of parts) {
    for (const [localName, handler] of Object.entries(given)) {
      const method = service.method[localName];
      if (method === undefined) throw new Error(`${service.typeName} has no method ${localName}`);
      const name = `${service.typeName}/${method.name}`;
      if (handlers.has(name)) throw new Error(`${name} is given twice`);
      handlers.set(name, handler);
    }
  }
  return handlers;
}

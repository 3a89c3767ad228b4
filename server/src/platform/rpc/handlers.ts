import type { DescMethodUnary, DescService, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { Ctx } from "#src/platform/request/index.ts";

/**
 * The methods of one service that a slice implements. A service is the sum of the slices' parts; a method
 * given twice stops the start, a method missing answers UNIMPLEMENTED.
 */
export type Handlers<S extends DescService> = {
  readonly [M in keyof S["method"]]?: S["method"][M] extends DescMethodUnary<infer I, infer O>
    ? (request: MessageShape<I>, ctx: Ctx) => Promise<MessageInitShape<O>>
    : never;
};

/** A slice's share of a service, as the composition root collects them. */
export interface ServicePart {
  readonly service: DescService;
  readonly handlers: Readonly<Record<string, (request: never, ctx: Ctx) => Promise<object>>>;
  readonly provenBy?: Readonly<Record<string, string>>;
}

/**
 * @param provenBy method → the text field of its request whose content is proof enough: who fills it and carries no
 *   Authorization header calls as nobody, past the method's annotation, and the handler has to judge the proof
 */
export function part<S extends DescService>(
  service: S,
  handlers: Handlers<S>,
  provenBy: { readonly [M in keyof Handlers<S>]?: string } = {},
): ServicePart {
  return {
    service,
    handlers: handlers as ServicePart["handlers"],
    // Of a mapped type, keys that are not given are of no type; those that are given name fields.
    provenBy: provenBy as Readonly<Record<string, string>>,
  };
}

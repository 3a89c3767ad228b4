import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";

/**
 * A message as its fields alone, without its type's name. Messages of two generations that have the same fields
 * are the same to a function that takes this.
 */
export type Wire<T> = T extends Timestamp | Duration | Uint8Array | number
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? {
          readonly [Field in keyof T as Field extends "$typeName" | "$unknown" ? never : Field]: Wire<
            T[Field]
          >;
        }
      : T;

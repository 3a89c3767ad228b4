import type { Sealed } from "#src/platform/crypto/index.ts";

/** Facts about an organization itself. */
export type OrgEvent =
  | { readonly type: "org.added" | "org.changed"; readonly payload: { readonly name: string } }
  | {
      readonly type: "org.deactivated" | "org.reactivated" | "org.removed";
      readonly payload: null;
    }
  | { readonly type: "org.domain.primary.set"; readonly payload: { readonly domain: string } };

/** How ownership of a domain is shown; numbers as stored. */
export const validationTypes = { http: 1, dns: 2 } as const;
export type ValidationType = keyof typeof validationTypes;

/** Facts about one domain of an organization. */
export type OrgDomainEvent =
  | {
      readonly type:
        | "org.domain.added"
        | "org.domain.verified"
        | "org.domain.verification.failed"
        | "org.domain.removed";
      readonly payload: { readonly domain: string };
    }
  | {
      readonly type: "org.domain.verification.added";
      readonly payload: {
        readonly domain: string;
        readonly validationType: 1 | 2;
        readonly validationCode: Sealed;
      };
    };

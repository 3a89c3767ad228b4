/** Facts about an instance: a tenant of the deployment with its own domains, organizations and settings. */
export type InstanceEvent =
  | { readonly type: "instance.added" | "instance.changed"; readonly payload: { readonly name: string } }
  | { readonly type: "instance.removed"; readonly payload: null }
  | { readonly type: "instance.default.org.set"; readonly payload: { readonly orgId: string } }
  | { readonly type: "instance.iam.project.set"; readonly payload: { readonly iamProjectId: string } }
  | {
      readonly type: "instance.iam.console.set";
      readonly payload: { readonly clientId: string; readonly appId: string };
    }
  | { readonly type: "instance.default.language.set"; readonly payload: { readonly language: string } }
  | { readonly type: "instance.domain.primary.set"; readonly payload: { readonly domain: string } };

/** Facts about a domain that an instance is reached by. */
export type InstanceDomainEvent =
  | {
      readonly type: "instance.domain.added";
      readonly payload: { readonly domain: string; readonly generated: boolean };
    }
  | { readonly type: "instance.domain.removed"; readonly payload: { readonly domain: string } };

/** Facts about a domain that may stand in public URLs without being a host of the instance (a login UI's). */
export type TrustedDomainEvent = {
  readonly type: "instance.trusted_domains.added" | "instance.trusted_domains.removed";
  readonly payload: { readonly domain: string };
};

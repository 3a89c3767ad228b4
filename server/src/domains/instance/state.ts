import type { Entity } from "#src/platform/eventstore/index.ts";
import type { InstanceDomainEvent, InstanceEvent, TrustedDomainEvent } from "./events.ts";

export interface InstanceState {
  readonly name: string;
  readonly defaultOrgId: string;
  /** BCP 47; the fallback of every text. */
  readonly defaultLanguage: string;
  readonly primaryDomain: string;
  /** The project that stands for the product itself: its id in a token's audience opens the APIs. */
  readonly projectId: string;
  /** The organization that owned the instance when that project was made; it cannot be removed. */
  readonly projectOwnerId: string;
  readonly console: { readonly clientId: string; readonly appId: string };
}

export const Instance: Entity<InstanceState, InstanceEvent> = {
  table: "instances",
  aggregate: "instance",
  types: [
    "instance.added",
    "instance.changed",
    "instance.removed",
    "instance.default.org.set",
    "instance.iam.project.set",
    "instance.iam.console.set",
    "instance.default.language.set",
    "instance.domain.primary.set",
  ],
  version: 2,
  owner: "self",
  config: true,
  evolve(instance, event) {
    if (event.type === "instance.added")
      return {
        name: event.payload.name,
        defaultOrgId: "",
        defaultLanguage: "en",
        primaryDomain: "",
        projectId: "",
        projectOwnerId: "",
        console: { clientId: "", appId: "" },
      };
    if (instance === undefined) return undefined;
    switch (event.type) {
      case "instance.changed":
        return { ...instance, name: event.payload.name };
      case "instance.default.org.set":
        return { ...instance, defaultOrgId: event.payload.orgId };
      case "instance.default.language.set":
        return { ...instance, defaultLanguage: event.payload.language };
      case "instance.domain.primary.set":
        return { ...instance, primaryDomain: event.payload.domain };
      case "instance.iam.project.set":
        return {
          ...instance,
          projectId: event.payload.iamProjectId,
          projectOwnerId: instance.defaultOrgId,
        };
      case "instance.iam.console.set":
        return { ...instance, console: event.payload };
      case "instance.removed":
        return undefined;
    }
  },
  columns: { name: { type: "text", of: (instance) => instance.name } },
};

export interface InstanceDomainState {
  readonly domain: string;
  readonly generated: boolean;
}

/** The kind of name by which requests find their instance: host → instance, over the whole deployment. */
export const instanceDomainKind = "instance_domain";

export const InstanceDomain: Entity<InstanceDomainState, InstanceDomainEvent> = {
  table: "instance_domains",
  aggregate: "instance",
  types: ["instance.domain.added", "instance.domain.removed"],
  version: 2,
  owner: "self",
  config: true,
  rowOf: (event) => event.payload.domain,
  evolve: (_domain, event) => (event.type === "instance.domain.added" ? event.payload : undefined),
  columns: {
    domain: { type: "text", of: (domain) => domain.domain },
    generated: { type: "boolean", of: (domain) => domain.generated },
  },
  unique: (domain) => [
    {
      kind: instanceDomainKind,
      value: domain.domain,
      scope: "global",
      taken: { id: "INST-nfske", key: "Errors.Instance.Domain.AlreadyExists" },
    },
  ],
};

export interface TrustedDomainState {
  readonly domain: string;
}

export const TrustedDomain: Entity<TrustedDomainState, TrustedDomainEvent> = {
  table: "instance_trusted_domains",
  aggregate: "instance",
  types: ["instance.trusted_domains.added", "instance.trusted_domains.removed"],
  version: 1,
  owner: "self",
  config: true,
  rowOf: (event) => event.payload.domain,
  evolve: (_domain, event) =>
    event.type === "instance.trusted_domains.added" ? { domain: event.payload.domain } : undefined,
  unique: (domain) => [
    {
      kind: "trusted_domain",
      value: domain.domain,
      taken: { id: "INST-Tr5dm", key: "Errors.Instance.Domain.AlreadyExists" },
    },
  ],
};

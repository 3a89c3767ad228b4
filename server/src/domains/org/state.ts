import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Entity } from "#src/platform/eventstore/index.ts";
import type { OrgDomainEvent, OrgEvent } from "./events.ts";

export interface OrgState {
  readonly name: string;
  readonly active: boolean;
  /** Empty until one is set. */
  readonly primaryDomain: string;
}

/** An organization: a tenant within an instance. It owns itself, and all that is created in it. */
export const Org: Entity<OrgState, OrgEvent> = {
  table: "orgs",
  aggregate: "org",
  types: [
    "org.added",
    "org.changed",
    "org.deactivated",
    "org.reactivated",
    "org.removed",
    "org.domain.primary.set",
  ],
  version: 1,
  owner: "self",
  config: true,
  outlived: true,
  evolve(org, event) {
    if (event.type === "org.added") return { name: event.payload.name, active: true, primaryDomain: "" };
    if (org === undefined) return undefined;
    switch (event.type) {
      case "org.changed":
        return { ...org, name: event.payload.name };
      case "org.deactivated":
        return { ...org, active: false };
      case "org.reactivated":
        return { ...org, active: true };
      case "org.domain.primary.set":
        return { ...org, primaryDomain: event.payload.domain };
      case "org.removed":
        return undefined;
    }
  },
  columns: {
    name: { type: "text", of: (org) => org.name },
    active: { type: "boolean", of: (org) => org.active },
    primary_domain: { type: "text", of: (org) => org.primaryDomain },
  },
  indexes: ["lower(name)", "created_at"],
  pieces: ["lower(name)"],
  unique: (org) => [
    {
      kind: "org_name",
      value: org.name.toLowerCase(),
      taken: { id: "ORG-Nq3vd", key: "Errors.Org.AlreadyExists" },
    },
  ],
};

export interface OrgDomainState {
  readonly domain: string;
  readonly verified: boolean;
  /** Asked for and not shown yet. */
  readonly validation?: { readonly type: 1 | 2; readonly code: Sealed };
  /** How ownership was shown; left out where it did not have to be. */
  readonly validatedBy?: 1 | 2;
}

/** How ownership is shown, or was; 0 where it never had to be. */
export const validationTypeOf = ({ validation, validatedBy }: OrgDomainState): 0 | 1 | 2 =>
  validation?.type ?? validatedBy ?? 0;

/** A domain of an organization; its entity id is the domain itself. Only a verified one is claimed in the instance. */
export const OrgDomain: Entity<OrgDomainState, OrgDomainEvent> = {
  table: "org_domains",
  aggregate: "org",
  types: [
    "org.domain.added",
    "org.domain.verification.added",
    "org.domain.verification.failed",
    "org.domain.verified",
    "org.domain.removed",
  ],
  version: 2,
  owner: "self",
  config: true,
  rowOf: (event) => event.payload.domain,
  evolve(domain, event) {
    if (event.type === "org.domain.added") return { domain: event.payload.domain, verified: false };
    if (domain === undefined) return undefined;
    switch (event.type) {
      case "org.domain.verification.added":
        return {
          ...domain,
          validation: { type: event.payload.validationType, code: event.payload.validationCode },
        };
      case "org.domain.verification.failed":
        return domain;
      case "org.domain.verified":
        return {
          domain: domain.domain,
          verified: true,
          ...(domain.validation ? { validatedBy: domain.validation.type } : {}),
        };
      case "org.domain.removed":
        return undefined;
    }
  },
  columns: {
    domain: { type: "text", of: (domain) => domain.domain },
    verified: { type: "boolean", of: (domain) => domain.verified },
  },
  indexes: ["lower(domain)"],
  unique: (domain) =>
    domain.verified
      ? [
          {
            kind: "org_domain",
            value: domain.domain,
            taken: { id: "ORG-Dm2cl", key: "Errors.Org.Domain.Taken" },
          },
        ]
      : [],
};

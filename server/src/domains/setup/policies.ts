import { branding } from "#src/domains/branding/index.ts";
import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { lockout } from "#src/domains/lockout/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { notificationPolicy } from "#src/domains/notificationpolicy/index.ts";
import { oidcSettings } from "#src/domains/oidcsettings/index.ts";
import { passwordAge } from "#src/domains/passwordage/index.ts";
import { passwordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { privacyPolicy } from "#src/domains/privacy/index.ts";
import { generatorRef, startedGenerators, startGenerator } from "#src/domains/secretgenerator/index.ts";
import { policyRef, startPolicy } from "#src/kits/settings/index.ts";
import type { AnyRef, Draft } from "#src/platform/eventstore/index.ts";

/** A row to create, and the facts that make it. */
export interface Piece {
  readonly ref: AnyRef;
  readonly events: readonly Draft[];
}

/** The settings that a new instance starts with (domain reference A3, A4), each its own row. */
export function startingPolicies(instanceId: string): readonly Piece[] {
  const generators = startedGenerators.map((name) => ({
    ref: generatorRef(instanceId, name),
    events: startGenerator(name),
  }));
  return [
    ...generators,
    { ref: policyRef(passwordComplexity, "instance", instanceId), events: startPolicy(passwordComplexity) },
    { ref: policyRef(passwordAge, "instance", instanceId), events: startPolicy(passwordAge) },
    { ref: policyRef(domainPolicy, "instance", instanceId), events: startPolicy(domainPolicy) },
    { ref: policyRef(loginPolicy, "instance", instanceId), events: startPolicy(loginPolicy) },
    { ref: policyRef(privacyPolicy, "instance", instanceId), events: startPolicy(privacyPolicy) },
    { ref: policyRef(notificationPolicy, "instance", instanceId), events: startPolicy(notificationPolicy) },
    { ref: policyRef(lockout, "instance", instanceId), events: startPolicy(lockout) },
    { ref: policyRef(branding, "instance", instanceId), events: startPolicy(branding) },
    { ref: policyRef(oidcSettings, "instance", instanceId), events: startPolicy(oidcSettings) },
  ];
}

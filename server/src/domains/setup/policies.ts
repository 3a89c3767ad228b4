import { branding } from "#src/domains/branding/index.ts";
import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { lockout } from "#src/domains/lockout/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { notificationPolicy } from "#src/domains/notificationpolicy/index.ts";
import { oidcSettings } from "#src/domains/oidcsettings/index.ts";
import { passwordAge } from "#src/domains/passwordage/index.ts";
import { passwordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { privacyPolicy } from "#src/domains/privacy/index.ts";
import {
  type Generator,
  generatorRef,
  startedGenerators,
  startGenerator,
} from "#src/domains/secretgenerator/index.ts";
import type { KeyShape } from "#src/domains/webkey/index.ts";
import { type Given, type Policy, policyRef, startPolicy } from "#src/kits/settings/index.ts";
import type { AnyRef, Draft } from "#src/platform/eventstore/index.ts";

/** A row to create, and the facts that make it. */
export interface Piece {
  readonly ref: AnyRef;
  readonly events: readonly Draft[];
}

type Fields<P> = P extends Policy<infer V, infer _S> ? Given<V> : never;

/** What the operator wants a new instance to start with, where it differs from the built-in settings. */
export interface StartingSettings {
  readonly generators?: {
    readonly [name in (typeof startedGenerators)[number] | "invite"]?: Given<Generator>;
  };
  readonly passwordComplexity?: Fields<typeof passwordComplexity>;
  readonly passwordAge?: Fields<typeof passwordAge>;
  readonly domainPolicy?: Fields<typeof domainPolicy>;
  readonly loginPolicy?: Fields<typeof loginPolicy>;
  readonly privacyPolicy?: Fields<typeof privacyPolicy>;
  readonly notificationPolicy?: Fields<typeof notificationPolicy>;
  readonly lockout?: Fields<typeof lockout>;
  readonly branding?: Fields<typeof branding>;
  readonly oidcSettings?: Fields<typeof oidcSettings>;
  readonly webKey?: KeyShape | undefined;
}

/**
 * The settings that a new instance starts with (domain reference A3, A4), each its own row.
 * @throws invalid_argument for a value out of its limits
 */
export function startingPolicies(instanceId: string, given: StartingSettings = {}): readonly Piece[] {
  const piece = <V extends object, S extends V>(policy: Policy<V, S>, own: Given<V> | undefined): Piece => ({
    ref: policyRef(policy, "instance", instanceId),
    events: startPolicy(policy, own),
  });
  // Codes of invitations came after the others: they are stored where somebody wants them to be different.
  const invites = Object.values(given.generators?.invite ?? {}).some((value) => value !== undefined);
  const generators = [...startedGenerators, ...(invites ? (["invite"] as const) : [])].map((name) => ({
    ref: generatorRef(instanceId, name),
    events: startGenerator(name, given.generators?.[name]),
  }));
  return [
    ...generators,
    piece(passwordComplexity, given.passwordComplexity),
    piece(passwordAge, given.passwordAge),
    piece(domainPolicy, given.domainPolicy),
    piece(loginPolicy, given.loginPolicy),
    piece(privacyPolicy, given.privacyPolicy),
    piece(notificationPolicy, given.notificationPolicy),
    piece(lockout, given.lockout),
    piece(branding, given.branding),
    piece(oidcSettings, given.oidcSettings),
  ];
}

/**
 * Personal data in history: sealed with a key per aggregate (the subject's), which is itself sealed by the master key
 * and bound to the user whose removal deletes it. Rows are clear; they die with their aggregate.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Random, Sealed, Secrets } from "#src/platform/crypto/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Draft } from "./model.ts";
import type { PlainEntity } from "./registry.ts";

export type SubjectSecrets = Pick<Secrets, "seal" | "open">;

/** What stands in the payload for a sealed field, and stays when its key is gone. */
const placeholder = "erased";
const ivBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

export interface SubjectKey {
  readonly bytes: Buffer;
  readonly sealed: Sealed;
}

export function newSubjectKey(secrets: SubjectSecrets, random: Random): SubjectKey {
  const bytes = random(keyBytes);
  return { bytes, sealed: secrets.seal("subject_key", bytes) };
}

export function openSubjectKey(secrets: SubjectSecrets, sealed: Sealed): SubjectKey {
  return { bytes: secrets.open("subject_key", sealed), sealed };
}

/** The personal fields that this event has. */
export function personalFields(entity: PlainEntity, { type, payload }: Draft): readonly string[] {
  const declared: readonly string[] = entity.personal?.fields[type] ?? [];
  return payload === null ? [] : declared.filter((name) => Object.hasOwn(payload, name));
}

export interface SealedPayload {
  readonly payload: object;
  /** iv, tag and the fields' JSON as ciphertext; base64. */
  readonly sealed: string;
}

/** @param place where the event stands (`placeOf`): sealed fields open nowhere else */
export function sealPayload(
  payload: object,
  fields: readonly string[],
  key: SubjectKey,
  place: string,
  random: Random,
): SealedPayload {
  const all = new Map<string, unknown>(Object.entries(payload));
  const personal = Object.fromEntries(fields.map((name) => [name, all.get(name)]));
  const shown = Object.fromEntries(fields.map((name) => [name, placeholder]));
  const iv = random(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(JSON.stringify(personal), "utf8"), cipher.final()]);
  const sealed = Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
  return { payload: { ...payload, ...shown }, sealed };
}

/** @throws internal when the fields were tampered with, or belong elsewhere */
export function openPayload(payload: object | null, sealed: Buffer, key: SubjectKey, place: string): object {
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const body = decipher.update(sealed.subarray(ivBytes + tagBytes));
    const text = Buffer.concat([body, decipher.final()]).toString("utf8");
    // What `sealPayload` wrote: the tag proves it.
    return { ...payload, ...(JSON.parse(text) as object) };
  } catch (cause) {
    throw new Failure("internal", "CORE-Tmp3r", "Errors.Internal", {}, cause);
  }
}

export const placeOf = (instanceId: string, aggregate: string, aggregateId: string, type: string): string =>
  `${instanceId}\n${aggregate}\n${aggregateId}\n${type}`;

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Sealed, Secrets } from "#src/platform/crypto/index.ts";
import type { AnyEntity, Draft } from "../model.ts";

/** Sealed fields stand beside the payload: field name → base64 of iv, tag and ciphertext. */
export type SealedFields = Readonly<Record<string, string>>;

export const hasPersonal = (entity: AnyEntity): boolean => entity.personal !== undefined;

export const newKey = (): Buffer => randomBytes(32);
export const sealKey = (secrets: Secrets, key: Buffer): Sealed => secrets.seal("subject_key", key);
export const openKey = (secrets: Secrets, sealed: Sealed): Buffer => secrets.open("subject_key", sealed);

const fieldsOf = (entity: AnyEntity, draft: Draft): readonly string[] => {
  const { payload } = draft;
  const personal: readonly string[] = entity.personal?.fields[draft.type] ?? [];
  return payload === null ? [] : personal.filter((name) => Object.hasOwn(payload, name));
};

export const needsKey = (entity: AnyEntity, draft: Draft): boolean => fieldsOf(entity, draft).length > 0;

/** Splits a payload into what stays readable and what only the subject's key opens. */
export function sealPayload(
  entity: AnyEntity,
  draft: Draft,
  key: Buffer | undefined,
): { readonly payload: object | null; readonly sealed: SealedFields | null } {
  const names = fieldsOf(entity, draft);
  if (names.length === 0 || draft.payload === null || key === undefined)
    return { payload: draft.payload, sealed: null };
  const entries = Object.entries(draft.payload);
  const sealed = entries
    .filter(([name]) => names.includes(name))
    .map(([name, value]) => [name, sealValue(key, name, JSON.stringify(value))]);
  return {
    payload: Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
    sealed: Object.fromEntries(sealed),
  };
}

/** The whole payload; without the key the sealed fields are left out. */
export function openPayload(
  payload: object | null,
  sealed: SealedFields | null,
  key: Buffer | undefined,
): { readonly payload: object | null; readonly erased: boolean } {
  if (sealed === null) return { payload, erased: false };
  if (key === undefined) return { payload, erased: true };
  const opened = Object.entries(sealed).map(([name, value]) => [
    name,
    JSON.parse(openValue(key, name, value)),
  ]);
  return { payload: { ...payload, ...Object.fromEntries(opened) }, erased: false };
}

function sealValue(key: Buffer, name: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
}

function openValue(key: Buffer, name: string, value: string): string {
  const bytes = Buffer.from(value, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(Buffer.from(name));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

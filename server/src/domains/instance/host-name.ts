import { invalid } from "#src/platform/failure/index.ts";

/** A host name as requests bring it: lower case, without port. @throws invalid_argument for what no host is called */
export function normalHost(input: string): string {
  const domain = input.trim().toLowerCase();
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(domain) || domain.includes("..") || domain.length > 253)
    throw invalid("INST-Td5iv", "Errors.Instance.Domain.InvalidCharacter", { field: "domain" });
  return domain;
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PortOptions } from "./port.ts";

/** A key and a certificate for localhost that lasts two days. */
export function selfSigned(): NonNullable<PortOptions["tls"]> {
  const folder = mkdtempSync(join(tmpdir(), "port-"));
  try {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    const what = ["-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", ...curve, ...what], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

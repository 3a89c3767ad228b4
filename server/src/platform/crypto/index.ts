export type { CodeShape, Purpose, Sealed, Secrets } from "./secrets.ts";

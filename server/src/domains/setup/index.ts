export { systemPart } from "./api.system.v1.ts";
export { createInstance } from "./create-instance.ts";
export type { CreatedInstance, InstanceDefaults, NewInstance } from "./input.ts";

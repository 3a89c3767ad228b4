export { createInstance } from "./create-instance.ts";
export type { CreatedInstance, NewInstance } from "./input.ts";

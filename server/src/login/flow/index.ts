export { enforce } from "./enforce.ts";
export type * from "./model.ts";
export { nextStep } from "./next-step.ts";
export { isSignedIn } from "./session.ts";
export { hasFreshSecondFactor, isFactorOpen, maySetUp } from "./set-up.ts";
export { isBlockingApi } from "./steps.ts";

export { type Blame, type Delivered, DeliveryFailed, shownAnswer, unanswered } from "./failed.ts";
export { callHook, type Hook, type HookMessage, signatureOf } from "./hook.ts";

export { type Message, type MessageArgs, type MessageType, messageJob, messageTask } from "./job.ts";
export { messageBudgets, type Wanted, withinMessageLimits } from "./limits.ts";

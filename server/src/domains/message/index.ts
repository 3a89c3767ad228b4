export { type Message, type MessageArgs, type MessageType, messageJob, messageTask } from "./job.ts";

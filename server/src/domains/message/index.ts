export { resendMessage, wakeMessages } from "./commands.ts";
export { type InboxMessage, inboxMessages, keepInInbox } from "./inbox.ts";
export { type Message, type MessageArgs, type MessageType, messageJob, messageTask } from "./job.ts";
export { messageBudgets, type Wanted, withinMessageLimits } from "./limits.ts";
export {
  beginMessage,
  endMessage,
  forgetMessages,
  forgetMessagesOf,
  interruptMessage,
  listMessages,
  type MessageEnd,
  type MessageFilter,
  messageById,
} from "./queries.ts";
export { expiryOf, type JobMessage, type MessageRecord, type MessageState, messageStates } from "./record.ts";
export { messageSchema } from "./tables.ts";

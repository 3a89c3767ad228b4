export { resendMessage, wakeMessages } from "./commands.ts";
export { type InboxMessage, inboxMessages, keepInInbox } from "./inbox-queries.ts";
export { type Message, type MessageArgs, type MessageType, messageJob, messageTask } from "./job.ts";
export { messageBudgets, type Wanted, withinMessageLimits } from "./limits.ts";
export { messageSchema } from "./migrations/messages.ts";
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

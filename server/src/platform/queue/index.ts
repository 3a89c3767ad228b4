export { forgetDeliveries, listDeliveries, reviveDead } from "./deliveries.ts";
export type { Delivery, DeliveryOutcome, TakenJob, Task, Tasks } from "./model.ts";
export type { WorkerOptions } from "./options.ts";
export { queueSchema } from "./schema.ts";
export { startWorker, type Worker } from "./worker.ts";

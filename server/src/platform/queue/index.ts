export { type DeadJob, type Delivery, deadJobs, deliveries, forgetDelivered, reviveDead } from "./records.ts";
export { backOffMs, GiveUp, type TakenJob, type Task, type TaskContext } from "./task.ts";
export { startWorker, type Worker, type WorkerOptions } from "./worker.ts";

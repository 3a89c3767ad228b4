export { createLog, type Log, type LogFields, type LogLevel, type LogOptions } from "./log.ts";
export { createMetrics, type Load, type MetricSources, type Metrics, registerGauges } from "./metrics.ts";
export { redact } from "./redact.ts";
export { type Counter, createRegistry, type Histogram, type Labels, type Registry } from "./registry.ts";

import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Registry } from "./registry.ts";

/** How many are at it, and how many wait. */
export interface Load {
  readonly active: number;
  readonly waiting: number;
}

/** What the parts of the process report about themselves, read when the metrics are asked for. */
export interface MetricSources {
  readonly hashing: () => Load;
  /** Units waiting in each commit lane. */
  readonly lanes: () => Readonly<Record<string, number>>;
}

/** What the edges call for every request. */
export interface Metrics {
  /** `route` is a pattern or prefix, never a path with ids in it. */
  http(entry: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
  rpc(outcome: {
    readonly method: string;
    readonly protocol: string;
    readonly code: number;
    readonly durationMs: number;
  }): void;
  commit(batch: { readonly lane: string; readonly units: number; readonly durationMs: number }): void;
  job(run: {
    readonly task: string;
    readonly outcome: "done" | "retry" | "dead";
    readonly durationMs: number;
  }): void;
  /** A request refused by a rate limit. */
  limited(rule: string): void;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The product's metrics for requests, commits and jobs. */
export function createMetrics(registry: Registry): Metrics {
  const http = registry.histogram("gatehouse_http_request_seconds", "Duration of HTTP requests.");
  const rpc = registry.histogram("gatehouse_rpc_seconds", "Duration of RPCs by gRPC code.");
  const commit = registry.histogram("gatehouse_commit_seconds", "Duration of commit batches.");
  const units = registry.counter("gatehouse_commit_units_total", "Units of work committed.");
  const job = registry.histogram("gatehouse_job_seconds", "Duration of jobs by outcome.");
  const limited = registry.counter("gatehouse_rate_limited_total", "Requests refused by rate limits.");
  return {
    http: ({ method, route, status, durationMs }) =>
      http.observe(durationMs / 1000, {
        method: METHODS.has(method) ? method : "other",
        route,
        status: `${Math.floor(status / 100)}xx`,
      }),
    rpc: ({ method, protocol, code, durationMs }) =>
      rpc.observe(durationMs / 1000, { method, protocol, code }),
    commit: (batch) => {
      commit.observe(batch.durationMs / 1000, { lane: batch.lane });
      units.add({ lane: batch.lane }, batch.units);
    },
    job: ({ task, outcome, durationMs }) => job.observe(durationMs / 1000, { task, outcome }),
    limited: (rule) => limited.add({ rule }),
  };
}

function registerParts(registry: Registry, sources: MetricSources): void {
  const load = ({ active, waiting }: Load) =>
    [
      [{ state: "active" }, active],
      [{ state: "waiting" }, waiting],
    ] as const;
  registry.gauge("gatehouse_hashing", "Password hashes being computed and waiting.", () =>
    load(sources.hashing()),
  );
  registry.gauge("gatehouse_lane_waiting", "Units waiting in the commit lanes.", () =>
    Object.entries(sources.lanes()).map(([lane, waiting]) => [{ lane }, waiting] as const),
  );
}

/** Gauges of the process and its parts. The answer stops the watch on the event loop. */
export function registerGauges(registry: Registry, sources: MetricSources): () => void {
  registerParts(registry, sources);
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  registry.gauge("process_resident_memory_bytes", "Resident memory.", () => process.memoryUsage.rss());
  registry.gauge("process_cpu_seconds_total", "CPU time, user and system.", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  registry.gauge("process_uptime_seconds", "Since the start.", () => process.uptime());
  registry.gauge(
    "nodejs_eventloop_delay_p99_seconds",
    "Delay of the event loop since the last reading.",
    () => {
      const p99 = delay.percentile(99) / 1e9;
      delay.reset();
      return Number.isFinite(p99) ? p99 : 0;
    },
  );
  return () => {
    delay.disable();
  };
}

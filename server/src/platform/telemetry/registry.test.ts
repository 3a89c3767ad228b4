import { describe, expect, it } from "vitest";
import { createMetrics, registerGauges } from "./metrics.ts";
import { createRegistry } from "./registry.ts";

describe("the Prometheus text format", () => {
  it("of counters and gauges", () => {
    const registry = createRegistry();
    const hits = registry.counter("hits_total", "Hits\nof all \\ kinds.");
    hits.add({ path: 'a"b\\c\nd' });
    hits.add({ path: 'a"b\\c\nd' }, 2);
    registry.gauge("depth", "Depth.", () => [[{ lane: "main" }, 4]]);
    registry.gauge("up", "Up.", () => 1);
    expect(registry.render()).toBe(
      [
        "# HELP hits_total Hits\\nof all \\\\ kinds.",
        "# TYPE hits_total counter",
        'hits_total{path="a\\"b\\\\c\\nd"} 3',
        "# HELP depth Depth.",
        "# TYPE depth gauge",
        'depth{lane="main"} 4',
        "# HELP up Up.",
        "# TYPE up gauge",
        "up 1",
        "",
      ].join("\n"),
    );
  });

  it("of histograms: cumulative buckets, +Inf, sum and count", () => {
    const registry = createRegistry();
    const seconds = registry.histogram("took_seconds", "Took.", [0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 3]) seconds.observe(value, { op: "x" });
    expect(registry.render().split("\n").slice(2, -1)).toEqual([
      'took_seconds_bucket{op="x",le="0.1"} 2',
      'took_seconds_bucket{op="x",le="1"} 3',
      'took_seconds_bucket{op="x",le="+Inf"} 4',
      'took_seconds_sum{op="x"} 3.65',
      'took_seconds_count{op="x"} 4',
    ]);
  });

  it("labels cannot eat the memory", () => {
    const registry = createRegistry();
    const hits = registry.counter("hits_total", "Hits.");
    for (let n = 0; n < 5000; n++) hits.add({ user: n });
    const lines = registry.render().trim().split("\n");
    expect(lines.length).toBeLessThan(2010);
    expect(lines.at(-1)).toBe('hits_total{overflow="true"} 3000');
  });

  it("names are checked and single", () => {
    const registry = createRegistry();
    registry.counter("a_total", "");
    expect(() => registry.counter("a_total", "")).toThrow();
    expect(() => registry.counter("a-total", "")).toThrow();
  });
});

describe("the product's metrics", () => {
  it("cover requests, commits, jobs, limits and the process", () => {
    const registry = createRegistry();
    const metrics = createMetrics(registry);
    const stop = registerGauges(registry, {
      hashing: () => ({ active: 1, waiting: 2 }),
      lanes: () => ({ main: 3, bulk: 0 }),
    });
    metrics.http({ method: "BREW", route: "/oauth/v2/token", status: 404, durationMs: 3 });
    metrics.rpc({
      method: "zitadel.org.v2.OrganizationService/ListOrganizations",
      protocol: "rest",
      code: 0,
      durationMs: 3,
    });
    metrics.commit({ lane: "main", units: 8, durationMs: 2 });
    metrics.job({ task: "mail", outcome: "retry", durationMs: 2 });
    metrics.limited("password");
    const text = registry.render();
    stop();
    for (const line of [
      'gatehouse_http_request_seconds_count{method="other",route="/oauth/v2/token",status="4xx"} 1',
      'gatehouse_commit_units_total{lane="main"} 8',
      'gatehouse_job_seconds_count{task="mail",outcome="retry"} 1',
      'gatehouse_rate_limited_total{rule="password"} 1',
      'gatehouse_hashing{state="waiting"} 2',
      'gatehouse_lane_waiting{lane="main"} 3',
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toMatch(/^nodejs_eventloop_delay_p99_seconds [\d.e-]+$/m);
  });
});

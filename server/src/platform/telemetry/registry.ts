/** Metrics in the Prometheus text format, version 0.0.4. */

export type Labels = Readonly<Record<string, string | number>>;

export interface Counter {
  add(labels?: Labels, by?: number): void;
}
export interface Histogram {
  /** Seconds, where the name ends in `_seconds`. */
  observe(value: number, labels?: Labels): void;
}

export interface Registry {
  counter(name: string, help: string): Counter;
  histogram(name: string, help: string, buckets?: readonly number[]): Histogram;
  /** Read when the metrics are asked for. */
  gauge(name: string, help: string, read: () => number | readonly (readonly [Labels, number])[]): void;
  render(): string;
}

/** Seconds. */
export const DURATION_BUCKETS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** A metric with more label sets than this counts the rest together: labels must not eat the memory. */
const MAX_SERIES = 2000;
const OVERFLOW = `overflow="true"`;

const escapeLabel = (value: string | number) =>
  String(value).replace(/[\\"\n]/g, (char) => (char === "\n" ? "\\n" : `\\${char}`));

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(",");
}

const line = (name: string, labels: string, value: number) =>
  labels === "" ? `${name} ${value}` : `${name}{${labels}} ${value}`;

/** The series of one metric by label text. */
function series<S>(make: () => S): { at(labels: Labels): S; readonly all: ReadonlyMap<string, S> } {
  const all = new Map<string, S>();
  const get = (key: string): S => {
    const found = all.get(key);
    if (found !== undefined) return found;
    const made = make();
    all.set(key, made);
    return made;
  };
  return {
    at(labels) {
      const key = labelText(labels);
      return get(all.size < MAX_SERIES || all.has(key) ? key : OVERFLOW);
    },
    all,
  };
}

interface Metric {
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  lines(): readonly string[];
}

function counterMetric(name: string, help: string): Metric & Counter {
  const counts = series(() => ({ value: 0 }));
  return {
    type: "counter",
    help,
    add(labels = {}, by = 1) {
      counts.at(labels).value += by;
    },
    lines: () => [...counts.all].map(([labels, count]) => line(name, labels, count.value)),
  };
}

function histogramMetric(name: string, help: string, buckets: readonly number[]): Metric & Histogram {
  const counts = series(() => ({ counts: buckets.map(() => 0), sum: 0, total: 0 }));
  return {
    type: "histogram",
    help,
    observe(value, labels = {}) {
      const one = counts.at(labels);
      const bucket = buckets.findIndex((upper) => value <= upper);
      if (bucket >= 0) one.counts[bucket] = (one.counts[bucket] ?? 0) + 1;
      one.sum += value;
      one.total += 1;
    },
    lines: () =>
      [...counts.all].flatMap(([labels, one]) => {
        const prefix = labels === "" ? "" : `${labels},`;
        let below = 0;
        const cumulative = buckets.map((upper, n) => {
          below += one.counts[n] ?? 0;
          return line(`${name}_bucket`, `${prefix}le="${upper}"`, below);
        });
        return [
          ...cumulative,
          line(`${name}_bucket`, `${prefix}le="+Inf"`, one.total),
          line(`${name}_sum`, labels, one.sum),
          line(`${name}_count`, labels, one.total),
        ];
      }),
  };
}

export function createRegistry(): Registry {
  const metrics = new Map<string, Metric>();

  function add<M extends Metric>(name: string, metric: M): M {
    if (metrics.has(name) || !/^[a-z_][a-z0-9_]*$/.test(name))
      throw new Error(`metric ${name} is taken or misnamed`);
    metrics.set(name, metric);
    return metric;
  }

  return {
    counter: (name, help) => add(name, counterMetric(name, help)),
    histogram: (name, help, buckets = DURATION_BUCKETS) => add(name, histogramMetric(name, help, buckets)),
    gauge(name, help, read) {
      const lines = () => {
        const value = read();
        const all: readonly (readonly [Labels, number])[] = typeof value === "number" ? [[{}, value]] : value;
        return all.map(([labels, number]) => line(name, labelText(labels), number));
      };
      add(name, { type: "gauge", help, lines });
    },
    render: () =>
      [...metrics]
        .flatMap(([name, metric]) => {
          const help = metric.help.replace(/[\\\n]/g, (char) => (char === "\n" ? "\\n" : "\\\\"));
          return [`# HELP ${name} ${help}`, `# TYPE ${name} ${metric.type}`, ...metric.lines()];
        })
        .map((text) => `${text}\n`)
        .join(""),
  };
}

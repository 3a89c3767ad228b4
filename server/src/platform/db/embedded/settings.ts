import { serverName } from "./names.ts";

/**
 * How our own server runs. Memory is kept small, since an identity service idles most of the day;
 * durability is never traded: fsync and synchronous_commit stay on.
 */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: "",
  port: "5432",
  unix_socket_permissions: "0700",
  max_connections: "200",
  shared_buffers: "64MB",
  max_wal_size: "2GB",
  checkpoint_timeout: "15min",
  random_page_cost: "1.1",
  jit: "off",
  // Taken while a statement needs it: joins and counts over hundreds of thousands of rows stay in memory.
  work_mem: "16MB",
  // Queries are index probes: parallel workers would cost shared memory, which containers keep small.
  max_parallel_workers_per_gather: "0",
  // Nobody replicates rows out of it: its launcher need not run.
  max_logical_replication_workers: "0",
  fsync: "on",
  synchronous_commit: "on",
  autovacuum: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] %a ",
  log_checkpoints: "off",
};

/**
 * PostgreSQL's arguments.
 * @param data real path of the data folder
 * @param version such as "18.4.0-beta.17"
 */
export function serverArguments(data: string, socketFolder: string, version: string): string[] {
  const own: Record<string, string> = {
    ...settings,
    unix_socket_directories: socketFolder,
    cluster_name: serverName(data),
  };
  // Reading ahead by worker processes is for large scans; three processes less to hold in memory.
  if (Number.parseInt(version, 10) >= 18) own["io_method"] = "sync";
  return ["-D", data, ...Object.entries(own).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

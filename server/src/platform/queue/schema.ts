import { type SchemaArea, sql } from "#src/platform/db/index.ts";

/** What the worker needs beyond the core's tables of jobs and deliveries. */
export const queueSchema: SchemaArea = {
  area: "queue",
  migrations: [
    {
      number: 1,
      name: "jobs by instance; one periodic job of a kind",
      statements: [
        sql`create index jobs_of_instance on jobs (instance_id, run_at, id)`,
        sql`create unique index jobs_periodic on jobs (task) where instance_id = ''`,
      ],
    },
  ],
};

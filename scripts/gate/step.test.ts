import { expect, test } from "vitest";
import { findings, program, runSteps } from "./step.ts";

test("a step fails by its findings, by its program and by an error, and the others still run", async () => {
  const results = await runSteps(
    [
      { name: "finds", run: findings(() => [{ path: "a.ts", line: 3, text: "is wrong" }]) },
      { name: "exits", run: program("node", ["-e", "console.log('why'); process.exit(3)"]) },
      { name: "throws", run: () => Promise.reject(new Error("broken")) },
      { name: "missing", run: program("no-such-program", []) },
      { name: "fine", run: findings(() => []) },
    ],
    () => undefined,
  );
  const byName = new Map(results.map((result) => [result.name, result]));
  expect(byName.get("finds")).toMatchObject({ ok: false, output: "a.ts:3 is wrong" });
  expect(byName.get("exits")).toMatchObject({ ok: false, output: "why" });
  expect(byName.get("throws")).toMatchObject({ ok: false });
  expect(byName.get("missing")).toMatchObject({ ok: false });
  expect(byName.get("fine")).toMatchObject({ ok: true, output: "" });
});

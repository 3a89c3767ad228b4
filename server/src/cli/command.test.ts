import { expect, test } from "vitest";
import { operandsOf } from "./command.ts";

test("operands come before all flags, so the value of a flag is never one", () => {
  expect(operandsOf(["ada", "client", "--port", "8181"], 2)).toEqual(["ada", "client"]);
  expect(operandsOf(["ada", "--port", "8181"], 2)).toEqual(["ada"]);
  expect(operandsOf(["--port", "8181", "ada"], 2)).toEqual([]);
  expect(operandsOf(["ada", "client", "more"], 2)).toEqual(["ada", "client"]);
});

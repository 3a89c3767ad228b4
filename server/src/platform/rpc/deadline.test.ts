import { expect, test } from "vitest";
import { readTimeoutMs, within } from "./deadline.ts";
import { findUnstorable } from "./well-formed.ts";

const read = (headers: Record<string, string>) => readTimeoutMs((name) => headers[name]);

test.each([
  [{}, undefined],
  [{ "connect-timeout-ms": "250" }, 250],
  [{ "grpc-timeout": "250m" }, 250],
  [{ "grpc-timeout": "2S" }, 2000],
  [{ "grpc-timeout": "1500u" }, 1.5],
  [{ "grpc-timeout": "99999999H" }, 300_000],
])("%j waits for %s ms", (headers, ms) => {
  expect(read(headers)).toBe(ms);
});

test.each([
  { "grpc-timeout": "5" },
  { "grpc-timeout": "123456789m" },
  { "grpc-timeout": "-1S" },
  { "connect-timeout-ms": "1.5" },
])("%j is refused", (headers) => {
  expect(() => read(headers)).toThrow(/timeout/);
});

test("work past its deadline is not begun, and not waited for", async () => {
  let begun = 0;
  const work = async () => {
    begun++;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return 1;
  };
  await expect(within(work, 5, 5)).rejects.toMatchObject({ code: 4 });
  expect(begun).toBe(0);
  await expect(within(work, 20, 5)).rejects.toMatchObject({ code: 4 });
  await expect(within(work, 300_000, 5)).resolves.toBe(1);
  await expect(within(work, undefined, 5)).resolves.toBe(1);
});

test.each([
  [{ name: "fine 😀", n: 5n, bytes: new Uint8Array([0]) }, undefined],
  [{ userName: "a\0" }, "UserName"],
  [{ a: { case: "b", value: "\ud800" } }, "B"],
  [{ list: ["x", "\udc00x"] }, "List[1]"],
  [{ list: [{ deep: { "\0": 1 } }] }, "List[0].Deep.key"],
])("message %# is searched for what cannot be stored", (message, path) => {
  expect(findUnstorable(message)).toBe(path);
});

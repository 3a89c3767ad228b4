import { notificationsStore } from "@mantine/notifications";
import { expect, test } from "vitest";
import { showAtEdge } from "./say.ts";

test("what is said at the edge does not pile up: the newest stay", () => {
  for (const message of ["one", "two", "three", "four", "five"]) showAtEdge({ message });
  const { notifications, queue } = notificationsStore.getState();
  expect(notifications.map(({ message }) => message)).toEqual(["three", "four", "five"]);
  expect(queue).toEqual([]);
});

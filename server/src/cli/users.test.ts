import { expect, test } from "vitest";
import { users } from "./users.ts";

test("users with the wrong words says how it is used, and opens no database", async () => {
  const nowhere = ["--database-url", "postgres://nobody@127.0.0.1:1/none"];
  for (const words of [[], ["reset-password"], ["remove", "somebody"]])
    await expect(users([...words, ...nowhere])).rejects.toMatchObject({
      name: "CommandError",
      exitCode: 2,
      message: expect.stringMatching(/^usage: users reset-password/),
    });
});

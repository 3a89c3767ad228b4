/** How people begin who were made by the first generation, and how a first password is set. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import { setFirstPassword, setPasswordByCode } from "../password-commands.ts";
import { User } from "../state.ts";
import { createPeople, type People } from "./codes.fixture.ts";
import { initialise } from "./initialisation.ts";

let people: People;
beforeAll(async () => {
  people = await createPeople();
});
afterAll(() => people.tenant.close());

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "passes",
    (error: unknown) => (error instanceof Failure ? error.id : String(error)),
  );

async function beginner(name: string) {
  const userId = await people.person(name, {
    mustInitialise: true,
    emailVerification: { kind: "send" },
    password: undefined,
  });
  const code = (await people.told(userId)).find(({ type }) => type === "init")?.code ?? "";
  const state = async () =>
    (await people.tenant.store.get(User, people.tenant.ctx().instanceId, userId))?.state;
  return { userId, code, state };
}

test("the code of the first mail begins an account once and proves its address", async () => {
  const { userId, code, state } = await beginner("new");
  const ctx = people.tenant.ctx();
  expect(await refusal(initialise(ctx, userId, "WRONG1"))).toBe("COMMAND-Vc7wr");
  expect((await state())?.status).toBe("initial");
  expect(await refusal(initialise(ctx, userId, code))).toBe("passes");
  expect(await state()).toMatchObject({ status: "active", human: { emailVerified: true } });
  expect(await refusal(initialise(ctx, userId, code))).toBe("COMMAND-Vc7no");
});

test("of many who enter the same right first code at once one alone begins", async () => {
  const { userId, code } = await beginner("raced");
  const ctx = people.tenant.ctx();
  const all = await Promise.all(Array.from({ length: 4 }, () => refusal(initialise(ctx, userId, code))));
  expect(all.filter((one) => one === "passes")).toHaveLength(1);
});

test("a first password is set only where there is none, and by the rules", async () => {
  const { userId, code } = await beginner("first");
  const ctx = people.tenant.ctx();
  await initialise(ctx, userId, code);
  expect(await refusal(setFirstPassword(ctx, userId, "short"))).toBe("COMMAND-HuJf6");
  const both = [setFirstPassword(ctx, userId, "Secret-Pass1"), setFirstPassword(ctx, userId, "Secret-Pass2")];
  expect((await Promise.all(both.map(refusal))).sort()).toEqual(["USER-Fp1wd", "passes"]);
  expect(await refusal(setFirstPassword(ctx, userId, "Secret-Pass3"))).toBe("USER-Fp1wd");
});

test("a code is spent together with the password that it sets, and not before that is good", async () => {
  const userId = await people.person("again");
  await people.users.passwordReset({ userId });
  const code = (await people.told(userId)).at(-1)?.code ?? "";
  const ctx = people.tenant.ctx();
  expect(await refusal(setPasswordByCode(ctx, userId, code, "short"))).toBe("COMMAND-HuJf6");
  const both = ["Secret-Pass1", "Secret-Pass2"].map((plain) => setPasswordByCode(ctx, userId, code, plain));
  const ends = await Promise.all(both.map(refusal));
  expect(ends.filter((one) => one === "passes")).toHaveLength(1);
});

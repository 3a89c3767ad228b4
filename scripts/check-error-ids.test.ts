import { expect, test } from "vitest";
import { checkErrorIds } from "./check-error-ids.ts";
import { parse } from "./gate/source.ts";

const head = 'import { Failure, invalid, notFound, required } from "#src/platform/failure/index.ts";\n';
const file = (slice: string, text: string) => parse(`server/src/domains/${slice}/a.ts`, head + text);

test("the same id for two rules is found", () => {
  const twice = [
    file("org", 'invalid("ORG-a1", "Errors.A");'),
    file("user", 'notFound("ORG-a1", "Errors.A");'),
  ];
  expect(checkErrorIds(twice).findings).toHaveLength(1);
  expect(
    checkErrorIds([file("org", 'invalid("ORG-a1", "Errors.A"); invalid("ORG-a1", "Errors.B");')]).findings,
  ).toHaveLength(1);
});

test("also where the id is not the first argument", () => {
  const text = 'new Failure("internal", "ORG-a1", "Errors.A"); required(state, "ORG-a1", "Errors.B");';
  expect(checkErrorIds([file("org", text)])).toMatchObject({ ids: 1, findings: [{ line: 2 }] });
});

test("the same refusal may stand twice", () => {
  const text = 'required(state, "ORG-a1", "Errors.A"); notFound("ORG-a1", "Errors.A");';
  expect(checkErrorIds([file("org", text), file("user", text)])).toEqual({ findings: [], ids: 1 });
});

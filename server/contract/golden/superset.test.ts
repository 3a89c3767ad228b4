import { expect, test } from "vitest";
import { readAdditions } from "../additions.ts";
import {
  authOf,
  behaviorOf,
  generatedContract,
  httpOf,
  mustFind,
  oneofsOf,
  packageContract,
  rulesOf,
  shapeOf,
  successCodeOf,
} from "./facts.ts";

const before = await packageContract();
const after = await generatedContract();
const additions = readAdditions();

test("the package is seen whole", () => {
  expect([...before.files.keys()].filter((name) => name.startsWith("zitadel/"))).toHaveLength(137);
  expect([...before.messages.keys()].filter((name) => name.startsWith("zitadel."))).toHaveLength(2496);
  expect([...before.enums.keys()].filter((name) => name.startsWith("zitadel."))).toHaveLength(172);
  expect(before.services.size).toBe(30);
  expect([...before.services.values()].flatMap(({ methods }) => methods)).toHaveLength(867);
});

test("every file, service and extension of the package is still there", () => {
  for (const kind of ["files", "services", "extensions"] as const) {
    expect([...before[kind].keys()].filter((name) => !after[kind].has(name))).toEqual([]);
  }
  for (const [name, extension] of before.extensions) {
    const now = mustFind(after.extensions, name);
    expect([now.number, now.extendee.typeName], name).toEqual([
      extension.number,
      extension.extendee.typeName,
    ]);
  }
});

test("every field of the package keeps number, type, JSON name and place", () => {
  let seen = 0;
  for (const [name, message] of before.messages) {
    const now = mustFind(after.messages, name);
    expect(now.file.name, name).toBe(message.file.name);
    for (const field of message.fields) {
      const same = now.fields.find((candidate) => candidate.name === field.name);
      if (same === undefined) throw new Error(`${name}.${field.name} is missing`);
      expect(shapeOf(same), `${name}.${field.name}`).toEqual(shapeOf(field));
      seen += 1;
    }
  }
  expect(seen).toBeGreaterThan(6000);
});

test("no rule, behaviour or deprecation of the package changes but where the additions say so", () => {
  for (const [name, message] of before.messages) {
    const now = mustFind(after.messages, name);
    for (const field of message.fields) {
      const same = now.fields.find((candidate) => candidate.name === field.name);
      if (same === undefined) throw new Error(`${name}.${field.name} is missing`);
      const change = additions.messages[name]?.changes?.find((candidate) => candidate.field === field.name);
      const at = `${name}.${field.name}`;
      if (change?.rules === undefined) expect(rulesOf(same), at).toEqual(rulesOf(field));
      if (change?.behavior === undefined) expect(behaviorOf(same), at).toEqual(behaviorOf(field));
      if (change?.deprecated === undefined) expect(same.deprecated, at).toBe(field.deprecated);
    }
    const nowRequired = Object.entries(additions.messages[name]?.oneofs ?? {}).filter(
      ([, { required }]) => required,
    );
    expect(oneofsOf(now), name).toMatchObject({
      ...oneofsOf(message),
      ...Object.fromEntries(nowRequired.map(([oneof]) => [oneof, true])),
    });
  }
});

test("every enum value of the package keeps its number, its order and its JSON name", () => {
  for (const [name, descriptor] of before.enums) {
    const now = mustFind(after.enums, name);
    const known = new Set(descriptor.values.map((value) => value.name));
    const kept = now.values.filter((value) => known.has(value.name));
    expect(
      kept.map((value) => [value.name, value.number]),
      name,
    ).toEqual(descriptor.values.map((value) => [value.name, value.number]));
    // JSON is written with the first name that is declared for a number.
    const jsonName = (number: number) => now.values.find((value) => value.number === number)?.name;
    for (const value of descriptor.values) expect(jsonName(value.number), name).toBe(value.name);
  }
});

test("every method of the package keeps its messages, and its rules where the additions change nothing", () => {
  for (const [name, service] of before.services) {
    const now = mustFind(after.services, name);
    for (const method of service.methods) {
      const at = `${name}/${method.name}`;
      const same = now.methods.find((candidate) => candidate.name === method.name);
      if (same === undefined) throw new Error(`${at} is missing`);
      expect([same.input.typeName, same.output.typeName, same.methodKind, same.idempotency], at).toEqual([
        method.input.typeName,
        method.output.typeName,
        method.methodKind,
        method.idempotency,
      ]);
      const change = additions.services[name]?.changes?.find((candidate) => candidate.method === method.name);
      if (change?.http === undefined) expect(httpOf(same), at).toEqual(httpOf(method));
      if (change?.permission === undefined) expect(authOf(same), at).toEqual(authOf(method));
      if (change?.deprecated === undefined) expect(same.deprecated, at).toBe(method.deprecated);
      expect(successCodeOf(same), at).toBe(successCodeOf(method));
    }
  }
});

import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Type,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import type { Additions, MessageAddition } from "./additions.ts";
import { mergeContract } from "./merge.ts";

/** A message with a real oneof and, after it, the one that stands for an `optional` field. */
const base: readonly FileDescriptorProto[] = [
  create(FileDescriptorProtoSchema, {
    name: "a/v1/a.proto",
    package: "a.v1",
    syntax: "proto3",
    messageType: [
      {
        name: "Account",
        field: [
          { name: "id", number: 1, type: FieldDescriptorProto_Type.STRING },
          { name: "mail", number: 2, type: FieldDescriptorProto_Type.STRING, oneofIndex: 0 },
          {
            name: "age",
            number: 3,
            type: FieldDescriptorProto_Type.INT32,
            proto3Optional: true,
            oneofIndex: 1,
          },
        ],
        oneofDecl: [{ name: "contact" }, { name: "_age" }],
      },
    ],
    enumType: [{ name: "Kind", value: [{ name: "KIND_UNSPECIFIED", number: 0 }] }],
    service: [{ name: "AccountService", method: [] }],
  }),
];

const nothing: Additions = { files: {}, messages: {}, enums: {}, services: {} };
const account = (addition: MessageAddition): Additions => ({
  ...nothing,
  messages: { "a.v1.Account": addition },
});

test("added fields take their place in oneofs, and optional fields keep theirs", () => {
  const descriptor = merged(
    account({
      fields: [
        { name: "phone", number: 4, type: "string", oneof: "contact" },
        { name: "height", number: 5, type: "int32", label: "optional" },
        { name: "key", number: 6, type: "bytes", oneof: "proof" },
      ],
    }),
  ).getMessage("a.v1.Account");
  expect(descriptor?.oneofs.map(({ name, fields }) => [name, fields.map((field) => field.name)])).toEqual([
    ["contact", ["mail", "phone"]],
    ["proof", ["key"]],
  ]);
  expect(descriptor?.fields.filter(({ proto }) => proto.proto3Optional).map(({ name }) => name)).toEqual([
    "age",
    "height",
  ]);
  expect(descriptor?.proto.oneofDecl.map(({ name }) => name)).toEqual([
    "contact",
    "proof",
    "_age",
    "_height",
  ]);
});

test("new files, messages, enums and services come together with their imports", () => {
  const registry = merged({
    files: { "b/v1/b.proto": { package: "b.v1", since: "1" } },
    messages: {
      "b.v1.GetThingRequest": {
        file: "b/v1/b.proto",
        since: "1",
        fields: [{ name: "id", number: 1, type: "string" }],
      },
      "b.v1.GetThingResponse.Part": {
        file: "b/v1/b.proto",
        since: "1",
        fields: [{ name: "kind", number: 1, type: "a.v1.Kind" }],
      },
      "b.v1.GetThingResponse": {
        file: "b/v1/b.proto",
        since: "1",
        fields: [{ name: "parts", number: 1, type: "b.v1.GetThingResponse.Part", label: "repeated" }],
      },
    },
    enums: {},
    services: { "b.v1.ThingService": { file: "b/v1/b.proto", since: "1", methods: [{ name: "GetThing" }] } },
  });
  expect(registry.getService("b.v1.ThingService")?.method["getThing"]?.output.typeName).toBe(
    "b.v1.GetThingResponse",
  );
  expect(registry.getMessage("b.v1.GetThingResponse.Part")?.parent?.typeName).toBe("b.v1.GetThingResponse");
  expect(registry.getFile("b/v1/b.proto")?.dependencies.map(({ name }) => name)).toEqual(["a/v1/a"]);
});

test("the package's descriptors are left alone", () => {
  mergeContract(base, account({ fields: [{ name: "phone", number: 4, type: "string" }] }));
  expect(base[0]?.messageType[0]?.field).toHaveLength(3);
});

const missing = /is not part of the contract/;
const taken = /exists/;
const contradictions: readonly [what: string, reason: RegExp, additions: Additions][] = [
  [
    "a field whose number is taken",
    taken,
    account({ fields: [{ name: "phone", number: 3, type: "string" }] }),
  ],
  ["a field whose name is taken", taken, account({ fields: [{ name: "mail", number: 9, type: "string" }] })],
  [
    "a field of an unknown type",
    missing,
    account({ fields: [{ name: "phone", number: 4, type: "a.v1.Phone" }] }),
  ],
  [
    "a change to an unknown field",
    missing,
    account({ changes: [{ field: "phone", since: "1", deprecated: true }] }),
  ],
  ["an unknown oneof", missing, account({ oneofs: { other: {} } })],
  [
    "an unknown rule",
    /most/,
    account({ fields: [{ name: "phone", number: 4, type: "string", rules: { string: { most: 1 } } }] }),
  ],
  ["a new message that exists", taken, account({ file: "a/v1/a.proto", since: "1" })],
  ["an unknown message", missing, { ...nothing, messages: { "a.v1.Missing": { fields: [] } } }],
  ["a file that exists", taken, { ...nothing, files: { "a/v1/a.proto": { package: "a.v1", since: "1" } } }],
  [
    "an enum value that exists",
    taken,
    { ...nothing, enums: { "a.v1.Kind": { values: [{ name: "KIND_UNSPECIFIED", number: 1 }] } } },
  ],
  [
    "a change to an unknown method",
    missing,
    { ...nothing, services: { "a.v1.AccountService": { changes: [{ method: "Get", since: "1" }] } } },
  ],
];

test.each(contradictions)("%s is refused", (_what, reason, additions) => {
  expect(() => mergeContract(base, additions)).toThrow(reason);
});

function merged(additions: Additions) {
  return createFileRegistry(create(FileDescriptorSetSchema, { file: mergeContract(base, additions) }));
}

import { create, createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { services } from "#contract/services.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { describer } from "./describe.ts";
import type { Told } from "./schema.ts";

const describe = describer(services);

function filesOf(told: Told) {
  if (!("fileDescriptorResponse" in told)) throw new Error(JSON.stringify(told));
  return told.fileDescriptorResponse.fileDescriptorProto.map((file) =>
    fromBinary(FileDescriptorProtoSchema, Buffer.from(file, "base64")),
  );
}
const namesOf = (told: Told) => filesOf(told).map(({ name }) => name);

test("every service is listed, and the files of each are enough to build it", () => {
  const told = describe()({ listServices: "" });
  if (!("listServicesResponse" in told)) throw new Error(JSON.stringify(told));
  const names = told.listServicesResponse.service.map(({ name }) => name);
  expect(names).toEqual(services.map(({ typeName }) => typeName));
  for (const { typeName, methods } of [ManagementService, UserService, OrganizationService]) {
    const [own, ...others] = filesOf(describe()({ fileContainingSymbol: typeName }));
    const file = own === undefined ? [] : [...others, own];
    const built = createFileRegistry(create(FileDescriptorSetSchema, { file })).getService(typeName);
    expect(built?.methods.map(({ name }) => name)).toEqual(methods.map(({ name }) => name));
  }
});

test("a tool gets what a file is built on once, and the file itself whenever it asks for it", () => {
  const ask = describe();
  const file = "zitadel/user/v2/user_service.proto";
  const first = namesOf(ask({ fileByFilename: file }));
  expect(first[0]).toBe(file);
  expect(first).toContain("google/api/annotations.proto");
  expect(new Set(first).size).toBe(first.length);
  expect(namesOf(ask({ fileByFilename: file }))).toEqual([file]);
  expect(namesOf(describe()({ fileByFilename: file }))).toEqual(first);
});

test.each([
  ["zitadel.user.v2.UserService.ListUsers", "zitadel/user/v2/user_service.proto"],
  ["zitadel.user.v2.ListUsersRequest.queries", "zitadel/user/v2/user_service.proto"],
  ["zitadel.user.v2.UserState", "zitadel/user/v2/user.proto"],
  ["google.api.http", "google/api/annotations.proto"],
])("%s is in %s", (fileContainingSymbol, file) => {
  expect(namesOf(describe()({ fileContainingSymbol }))[0]).toBe(file);
});

test("extensions are found by number", () => {
  const containingType = "google.protobuf.MethodOptions";
  const http = 72_295_728;
  const numbers = describe()({ allExtensionNumbersOfType: containingType });
  expect(numbers).toMatchObject({
    allExtensionNumbersResponse: {
      baseTypeName: containingType,
      extensionNumber: expect.arrayContaining([http]),
    },
  });
  const told = describe()({ fileContainingExtension: { containingType, extensionNumber: http } });
  expect(namesOf(told)[0]).toBe("google/api/annotations.proto");
});

test.each([
  [{ fileByFilename: "/etc/passwd" }, 5],
  [{ fileContainingSymbol: "zitadel.user.v2.UserService.Nothing" }, 5],
  [{ fileContainingSymbol: "" }, 5],
  [{ fileContainingExtension: { containingType: "google.protobuf.MethodOptions", extensionNumber: 1 } }, 5],
  [{ fileContainingExtension: {} }, 5],
  [{ allExtensionNumbersOfType: "nothing" }, 5],
  [{}, 3],
])("%j is refused with %i, and the stream goes on", (question, errorCode) => {
  expect(describe()(question)).toMatchObject({ errorResponse: { errorCode } });
});

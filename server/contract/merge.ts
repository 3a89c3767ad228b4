import { clone, create } from "@bufbuild/protobuf";
import {
  DescriptorProtoSchema,
  EnumDescriptorProtoSchema,
  EnumOptionsSchema,
  EnumValueDescriptorProtoSchema,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  type MethodDescriptorProto,
  MethodDescriptorProtoSchema,
  ServiceDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import type { Additions, EnumAddition, MethodAddition, ServiceAddition } from "./additions.ts";
import { type Catalog, catalogOf, importInto, lookUp, splitName } from "./catalog.ts";
import { amendMessage } from "./merge-message.ts";
import { setMethodOptions } from "./options.ts";

/**
 * The contract: the package's files plus the additions, in an order in which every file follows its imports.
 * Leaves its arguments alone. Throws on an addition that contradicts what is there: a type, field, value or
 * method that exists already, or a change to one that does not.
 */
export function mergeContract(
  base: readonly FileDescriptorProto[],
  additions: Additions,
): FileDescriptorProto[] {
  const files = base.map((file) => clone(FileDescriptorProtoSchema, file));
  for (const [name, { package: packageName }] of Object.entries(additions.files)) {
    if (files.some((file) => file.name === name)) throw new Error(`${name} exists already`);
    files.push(create(FileDescriptorProtoSchema, { name, package: packageName, syntax: "proto3" }));
  }
  const catalog = catalogOf(files);
  // Names first, contents second: types refer to each other in any order.
  declareTypes(catalog, additions);
  for (const [name, addition] of Object.entries(additions.messages)) amendMessage(catalog, name, addition);
  for (const [name, addition] of Object.entries(additions.enums)) amendEnum(catalog, name, addition);
  for (const [name, addition] of Object.entries(additions.services)) amendService(catalog, name, addition);
  return inImportOrder(catalog.files);
}

function declareTypes(catalog: Catalog, additions: Additions): void {
  const outerFirst = Object.entries(additions.messages).sort(([a], [b]) => depth(a) - depth(b));
  for (const [fullName, addition] of outerFirst) {
    if (addition.file === undefined) continue;
    refuseExisting(catalog, fullName);
    const file = lookUp(catalog.files, addition.file);
    const [parent, name] = splitName(fullName);
    const proto = create(DescriptorProtoSchema, { name });
    (catalog.messages.get(parent)?.proto.nestedType ?? file.messageType).push(proto);
    catalog.messages.set(fullName, { proto, file });
  }
  for (const [fullName, addition] of Object.entries(additions.enums)) {
    if (addition.file === undefined) continue;
    refuseExisting(catalog, fullName);
    const file = lookUp(catalog.files, addition.file);
    const [parent, name] = splitName(fullName);
    const proto = create(EnumDescriptorProtoSchema, { name });
    (catalog.messages.get(parent)?.proto.enumType ?? file.enumType).push(proto);
    catalog.enums.set(fullName, { proto, file });
  }
}

function depth(fullName: string): number {
  return fullName.split(".").length;
}

function refuseExisting(catalog: Catalog, name: string): void {
  if (catalog.messages.has(name) || catalog.enums.has(name) || catalog.services.has(name)) {
    throw new Error(`${name} exists already`);
  }
}

function amendEnum(catalog: Catalog, name: string, addition: EnumAddition): void {
  const { proto } = lookUp(catalog.enums, name);
  for (const { name: valueName, number } of addition.values) {
    if (proto.value.some((value) => value.name === valueName)) throw new Error(`${name}.${valueName} exists`);
    proto.value.push(create(EnumValueDescriptorProtoSchema, { name: valueName, number }));
  }
  if (addition.allowAlias === true) proto.options = create(EnumOptionsSchema, { allowAlias: true });
  const { order } = addition;
  if (order === undefined) return;
  if (order.length !== proto.value.length) throw new Error(`${name}: the order must name every value`);
  proto.value = order.map((valueName) => {
    const value = proto.value.find((candidate) => candidate.name === valueName);
    if (value === undefined) throw new Error(`${name}.${valueName} is not part of the contract`);
    return value;
  });
}

function amendService(catalog: Catalog, fullName: string, addition: ServiceAddition): void {
  if (addition.file !== undefined) {
    refuseExisting(catalog, fullName);
    const file = lookUp(catalog.files, addition.file);
    const proto = create(ServiceDescriptorProtoSchema, { name: splitName(fullName)[1] });
    file.service.push(proto);
    catalog.services.set(fullName, { proto, file });
  }
  const { proto, file } = lookUp(catalog.services, fullName);
  for (const method of addition.methods ?? []) {
    if (proto.method.some((known) => known.name === method.name)) throw new Error(`${method.name} exists`);
    proto.method.push(newMethod(catalog, file, method));
  }
  for (const change of addition.changes ?? []) {
    const method = proto.method.find((known) => known.name === change.method);
    if (method === undefined) throw new Error(`${fullName}/${change.method} is not part of the contract`);
    setMethodOptions(file, method, change);
  }
}

function newMethod(
  catalog: Catalog,
  file: FileDescriptorProto,
  addition: MethodAddition,
): MethodDescriptorProto {
  const request = addition.request ?? `${file.package}.${addition.name}Request`;
  const response = addition.response ?? `${file.package}.${addition.name}Response`;
  importInto(file, lookUp(catalog.messages, request).file.name);
  importInto(file, lookUp(catalog.messages, response).file.name);
  const method = create(MethodDescriptorProtoSchema, {
    name: addition.name,
    inputType: `.${request}`,
    outputType: `.${response}`,
  });
  setMethodOptions(file, method, addition);
  return method;
}

function inImportOrder(files: ReadonlyMap<string, FileDescriptorProto>): FileDescriptorProto[] {
  const ordered: FileDescriptorProto[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const file = lookUp(files, name);
    for (const dependency of file.dependency) visit(dependency);
    ordered.push(file);
  };
  for (const name of files.keys()) visit(name);
  return ordered;
}

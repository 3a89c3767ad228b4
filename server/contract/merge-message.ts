import { create, isFieldSet } from "@bufbuild/protobuf";
import { protoCamelCase } from "@bufbuild/protobuf/reflect";
import {
  type DescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  type FileDescriptorProto,
  OneofDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import type { FieldAddition, MessageAddition } from "./additions.ts";
import { type Catalog, importInto, lookUp } from "./catalog.ts";
import { requireOneof, setFieldOptions } from "./options.ts";

/** Adds and changes fields and oneofs of a declared message. */
export function amendMessage(catalog: Catalog, name: string, addition: MessageAddition): void {
  const { proto, file } = lookUp(catalog.messages, name);
  const oneofOf = realOneofs(proto);
  for (const field of addition.fields ?? []) {
    if (proto.field.some((known) => known.name === field.name || known.number === field.number)) {
      throw new Error(`${name}: ${field.name} = ${field.number} exists already`);
    }
    const added = newField(catalog, file, field);
    proto.field.push(added);
    if (field.oneof !== undefined) oneofOf.set(added, field.oneof);
  }
  for (const change of addition.changes ?? []) {
    const field = proto.field.find((known) => known.name === change.field);
    if (field === undefined) throw new Error(`${name}.${change.field} is not part of the contract`);
    setFieldOptions(file, field, change);
  }
  arrangeOneofs(proto, oneofOf);
  for (const [oneof, { required }] of Object.entries(addition.oneofs ?? {})) {
    const declared = proto.oneofDecl.find((known) => known.name === oneof);
    if (declared === undefined) throw new Error(`${name}: oneof ${oneof} is not part of the contract`);
    if (required === true) requireOneof(file, declared);
  }
  proto.reservedName.push(...(addition.reserved ?? []));
}

const scalars: Readonly<Record<string, FieldDescriptorProto_Type>> = {
  double: FieldDescriptorProto_Type.DOUBLE,
  float: FieldDescriptorProto_Type.FLOAT,
  int64: FieldDescriptorProto_Type.INT64,
  uint64: FieldDescriptorProto_Type.UINT64,
  int32: FieldDescriptorProto_Type.INT32,
  bool: FieldDescriptorProto_Type.BOOL,
  string: FieldDescriptorProto_Type.STRING,
  bytes: FieldDescriptorProto_Type.BYTES,
  uint32: FieldDescriptorProto_Type.UINT32,
};

function newField(
  catalog: Catalog,
  file: FileDescriptorProto,
  addition: FieldAddition,
): FieldDescriptorProto {
  const field = create(FieldDescriptorProtoSchema, {
    name: addition.name,
    number: addition.number,
    jsonName: protoCamelCase(addition.name),
    label:
      addition.label === "repeated"
        ? FieldDescriptorProto_Label.REPEATED
        : FieldDescriptorProto_Label.OPTIONAL,
    ...typeOf(catalog, file, addition.type),
  });
  if (addition.label === "optional") field.proto3Optional = true;
  setFieldOptions(file, field, addition);
  return field;
}

function typeOf(
  catalog: Catalog,
  file: FileDescriptorProto,
  type: string,
): { type: FieldDescriptorProto_Type; typeName?: string } {
  const scalar = scalars[type];
  if (scalar !== undefined) return { type: scalar };
  const asEnum = catalog.enums.get(type);
  importInto(file, (asEnum ?? lookUp(catalog.messages, type)).file.name);
  return {
    type: asEnum === undefined ? FieldDescriptorProto_Type.MESSAGE : FieldDescriptorProto_Type.ENUM,
    typeName: `.${type}`,
  };
}

type OneofOf = Map<FieldDescriptorProto, string>;

/** Which field belongs to which oneof; those that only stand for `optional` are left out. */
function realOneofs(message: DescriptorProto): OneofOf {
  const oneofOf: OneofOf = new Map();
  for (const field of message.field) {
    if (!isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex) || field.proto3Optional) continue;
    const oneof = message.oneofDecl[field.oneofIndex];
    if (oneof !== undefined) oneofOf.set(field, oneof.name);
  }
  return oneofOf;
}

/** protobuf wants the real oneofs first, then one of its own for every `optional` field. */
function arrangeOneofs(message: DescriptorProto, oneofOf: OneofOf): void {
  const known = new Map(message.oneofDecl.map((oneof) => [oneof.name, oneof]));
  const names = [...new Set(oneofOf.values())];
  for (const field of message.field) {
    const name = field.proto3Optional ? `_${field.name}` : oneofOf.get(field);
    if (name === undefined) continue;
    if (field.proto3Optional) names.push(name);
    field.oneofIndex = names.indexOf(name);
  }
  message.oneofDecl = names.map((name) => known.get(name) ?? create(OneofDescriptorProtoSchema, { name }));
}

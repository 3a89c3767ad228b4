import type {
  DescriptorProto,
  EnumDescriptorProto,
  FileDescriptorProto,
  ServiceDescriptorProto,
} from "@bufbuild/protobuf/wkt";

interface Entry<T> {
  readonly proto: T;
  readonly file: FileDescriptorProto;
}

/** All types of a set of descriptor files by full name, each with the file that declares it. */
export interface Catalog {
  readonly files: Map<string, FileDescriptorProto>;
  readonly messages: Map<string, Entry<DescriptorProto>>;
  readonly enums: Map<string, Entry<EnumDescriptorProto>>;
  readonly services: Map<string, Entry<ServiceDescriptorProto>>;
}

export function catalogOf(files: readonly FileDescriptorProto[]): Catalog {
  const catalog: Catalog = {
    files: new Map(files.map((file) => [file.name, file])),
    messages: new Map(),
    enums: new Map(),
    services: new Map(),
  };
  for (const file of files) {
    for (const proto of file.messageType) addMessage(catalog, file, `${file.package}.${proto.name}`, proto);
    for (const proto of file.enumType) catalog.enums.set(`${file.package}.${proto.name}`, { proto, file });
    for (const proto of file.service) catalog.services.set(`${file.package}.${proto.name}`, { proto, file });
  }
  return catalog;
}

function addMessage(catalog: Catalog, file: FileDescriptorProto, name: string, proto: DescriptorProto): void {
  catalog.messages.set(name, { proto, file });
  for (const nested of proto.nestedType) addMessage(catalog, file, `${name}.${nested.name}`, nested);
  for (const nested of proto.enumType) catalog.enums.set(`${name}.${nested.name}`, { proto: nested, file });
}

/** The entry of a name; throws where there is none, since additions that point nowhere are a mistake. */
export function lookUp<T>(entries: ReadonlyMap<string, T>, name: string): T {
  const entry = entries.get(name);
  if (entry === undefined) throw new Error(`${name} is not part of the contract`);
  return entry;
}

/** Makes `file` import `dependency`, once and never itself. */
export function importInto(file: FileDescriptorProto, dependency: string): void {
  if (file.name !== dependency && !file.dependency.includes(dependency)) file.dependency.push(dependency);
}

/** `a.b.C` → [`a.b`, `C`]. */
export function splitName(fullName: string): [parent: string, name: string] {
  const dot = fullName.lastIndexOf(".");
  return [fullName.slice(0, dot), fullName.slice(dot + 1)];
}

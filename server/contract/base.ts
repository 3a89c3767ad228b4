import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { clone, type DescFile } from "@bufbuild/protobuf";
import { type FileDescriptorProto, FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

/** The folder of the contract package that holds its generated modules, each with its descriptor inside. */
export function packageFolder(): string {
  const anyModule = createRequire(import.meta.url).resolve("@zitadel/proto/zitadel/admin_pb.js");
  return join(dirname(anyModule), "..", "..", "es");
}

/**
 * The descriptors of the contract package with everything they import, as copies that may be changed.
 * The package ships no .proto files; its modules embed the descriptors.
 */
export async function readPackage(folder = packageFolder()): Promise<FileDescriptorProto[]> {
  return (await readDescriptors(folder, "_pb.js")).map(toProto);
}

/** The descriptors that the generated modules of a folder embed, with everything they import. */
export async function readDescriptors(folder: string, ending: "_pb.js" | "_pb.ts"): Promise<DescFile[]> {
  const found = new Map<string, DescFile>();
  const collect = (file: DescFile): void => {
    if (found.has(file.name)) return;
    found.set(file.name, file);
    for (const dependency of file.dependencies) collect(dependency);
  };
  for (const path of modulesIn(folder, ending)) {
    const exported: unknown = await import(pathToFileURL(path).href);
    for (const value of Object.values(exported ?? {})) if (isFile(value)) collect(value);
  }
  if (found.size === 0) throw new Error(`no contract descriptors in ${folder}`);
  return [...found.values()];
}

function modulesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .sort()
    .map((path) => join(folder, path));
}

function isFile(value: unknown): value is DescFile {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "file";
}

/** Embedded descriptors may leave the `.proto` off their own name and their imports'; generators need it. */
function toProto(file: DescFile): FileDescriptorProto {
  const proto = clone(FileDescriptorProtoSchema, file.proto);
  proto.name = withSuffix(proto.name);
  proto.dependency = proto.dependency.map(withSuffix);
  return proto;
}

function withSuffix(name: string): string {
  return name.endsWith(".proto") ? name : `${name}.proto`;
}

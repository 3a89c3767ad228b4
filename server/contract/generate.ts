import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  CodeGeneratorRequestSchema,
  CodeGeneratorResponseSchema,
  type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import type { Additions } from "./additions.ts";
import { splitName } from "./catalog.ts";

/** Generated sources by their path below the output folder. */
export type Sources = ReadonlyMap<string, string>;

/** TypeScript for the whole contract: a module per .proto file, the list of services, the levels of methods. */
export function generateSources(contract: readonly FileDescriptorProto[], additions: Additions): Sources {
  const sources = new Map(typesOf(contract));
  sources.set("services.ts", servicesModule(contract));
  sources.set("since.ts", sinceModule(additions));
  return sources;
}

/** Hands the descriptors straight to protoc-gen-es, as a protobuf compiler would. */
function typesOf(contract: readonly FileDescriptorProto[]): [path: string, source: string][] {
  const request = create(CodeGeneratorRequestSchema, {
    // The well-known types come with the runtime.
    fileToGenerate: contract.map((file) => file.name).filter((name) => !name.startsWith("google/protobuf/")),
    parameter: "target=ts,import_extension=ts,erasable_syntax=true",
    protoFile: [...contract],
    compilerVersion: { major: 5, minor: 29, patch: 0 },
  });
  const generator = spawnSync(process.execPath, [generatorPath()], {
    input: toBinary(CodeGeneratorRequestSchema, request),
    maxBuffer: 64 * 1024 * 1024,
  });
  if (generator.error !== undefined) throw generator.error;
  if (generator.status !== 0) throw new Error(`protoc-gen-es failed: ${generator.stderr.toString()}`);
  const response = fromBinary(CodeGeneratorResponseSchema, generator.stdout);
  if (response.error !== "") throw new Error(`protoc-gen-es refused: ${response.error}`);
  if (response.file.length !== request.fileToGenerate.length) {
    throw new Error(`protoc-gen-es made ${response.file.length} files of ${request.fileToGenerate.length}`);
  }
  return response.file.map((file) => [file.name, file.content]);
}

function generatorPath(): string {
  const manifest = createRequire(import.meta.url).resolve("@bufbuild/protoc-gen-es/package.json");
  return join(dirname(manifest), "bin", "protoc-gen-es");
}

function servicesModule(contract: readonly FileDescriptorProto[]): string {
  const services = contract
    .flatMap((file) => file.service.map((service) => ({ file, name: service.name })))
    .map(({ file, name }) => ({
      path: `./${file.name.replace(/\.proto$/, "_pb.ts")}`,
      name,
      fullName: `${file.package}.${name}`,
      alias: `${file.package}.${name}`.replaceAll(".", "_"),
    }))
    .sort((a, b) => (a.fullName < b.fullName ? -1 : 1));
  return [
    'import type { DescService } from "@bufbuild/protobuf";',
    ...services.map(({ name, alias, path }) => `import { ${name} as ${alias} } from "${path}";`),
    "",
    "/** Every service of the contract, by full name. */",
    "export const services: readonly DescService[] = [",
    ...services.map(({ alias }) => `  ${alias},`),
    "];",
    "",
  ].join("\n");
}

function sinceModule(additions: Additions): string {
  const lines = Object.entries(additions.services).flatMap(([service, { methods, since }]) =>
    (methods ?? []).map((method) => {
      const level = method.since ?? since;
      if (level === undefined) throw new Error(`${splitName(service)[1]}/${method.name} has no level`);
      return `  ${JSON.stringify(`${service}/${method.name}`)}: ${JSON.stringify(level)},`;
    }),
  );
  return [
    "/** `service/method` → the level of the contract that brought it; what is not listed was there before. */",
    "export const methodsSince: Readonly<Record<string, string>> = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}

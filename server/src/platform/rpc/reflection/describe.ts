import { createRegistry, type DescFile, type DescService, type Registry, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import type { Question, Told } from "./schema.ts";

/** Answers the questions of one tool, which gets what a file is built on once. */
export type Describe = (question: Question) => Told;

/** @param services whose contract is told */
export function describer(services: readonly DescService[]): () => Describe {
  const files = new Map<string, DescFile>();
  for (const { file } of services)
    for (const each of withDependencies(file)) files.set(each.proto.name, each);
  const registry = createRegistry(...files.values());
  const encoded = new Map<DescFile, string>();
  const encode = (file: DescFile): string => {
    const bytes = encoded.get(file) ?? asBase64(file);
    encoded.set(file, bytes);
    return bytes;
  };
  const list = { service: services.map(({ typeName }) => ({ name: typeName })) };
  return () => {
    const sent = new Set<DescFile>();
    const tell = (file: DescFile | undefined, sought: string): Told => {
      if (file === undefined) return missing(sought);
      // Asked for by name again, a file is told again.
      const told = [file, ...withDependencies(file).filter((each) => each !== file && !sent.has(each))];
      for (const each of told) sent.add(each);
      return { fileDescriptorResponse: { fileDescriptorProto: told.map(encode) } };
    };
    return (question) => {
      const { fileByFilename, fileContainingSymbol, fileContainingExtension, allExtensionNumbersOfType } =
        question;
      if (fileByFilename !== undefined) return tell(files.get(fileByFilename), fileByFilename);
      if (fileContainingSymbol !== undefined)
        return tell(fileOf(registry, fileContainingSymbol), fileContainingSymbol);
      if (fileContainingExtension !== undefined) {
        const { containingType = "", extensionNumber = 0 } = fileContainingExtension;
        const extended = registry.getMessage(containingType);
        const extension = extended && registry.getExtensionFor(extended, extensionNumber);
        return tell(extension?.file, `${containingType} ${extensionNumber}`);
      }
      if (allExtensionNumbersOfType !== undefined) return numbersOf(registry, allExtensionNumbersOfType);
      if (question.listServices !== undefined) return { listServicesResponse: list };
      return { errorResponse: { errorCode: Code.InvalidArgument, errorMessage: "nothing is asked" } };
    };
  };
}

const missing = (sought: string): Told => ({
  errorResponse: { errorCode: Code.NotFound, errorMessage: `${sought} is not in the contract` },
});

const asBase64 = ({ proto }: DescFile): string =>
  Buffer.from(toBinary(FileDescriptorProtoSchema, proto)).toString("base64");

/** A file after all that it is built on. */
function withDependencies(file: DescFile, found = new Set<DescFile>()): readonly DescFile[] {
  if (!found.has(file)) for (const each of file.dependencies) withDependencies(each, found);
  return [...found.add(file)];
}

/** Of a type, a service or an extension, or of a method or field of one. */
function fileOf(registry: Registry, symbol: string): DescFile | undefined {
  const found = registry.get(symbol);
  if (found !== undefined) return found.file;
  const at = symbol.lastIndexOf(".");
  const whole = registry.get(symbol.slice(0, Math.max(at, 0)));
  const parts = whole?.kind === "service" ? whole.methods : whole?.kind === "message" ? whole.fields : [];
  return parts.some(({ name }) => name === symbol.slice(at + 1)) ? whole?.file : undefined;
}

function numbersOf(registry: Registry, baseTypeName: string): Told {
  if (registry.getMessage(baseTypeName) === undefined) return missing(baseTypeName);
  const extensionNumber = [...registry].flatMap((each) =>
    each.kind === "extension" && each.extendee.typeName === baseTypeName ? [each.number] : [],
  );
  return { allExtensionNumbersResponse: { baseTypeName, extensionNumber } };
}

/** The service by which tools such as grpcurl ask a server for its contract, in both of its versions. */
import {
  create,
  createFileRegistry,
  type DescMessage,
  type DescService,
  type MessageInitShape,
} from "@bufbuild/protobuf";
import {
  type FieldDescriptorProtoSchema,
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";

/** What a tool asks, as JSON. */
export interface Question {
  readonly host?: string;
  readonly fileByFilename?: string;
  readonly fileContainingSymbol?: string;
  readonly fileContainingExtension?: { readonly containingType?: string; readonly extensionNumber?: number };
  readonly allExtensionNumbersOfType?: string;
  readonly listServices?: string;
}

/** What it is told, as JSON; bytes are base64. */
export type Told =
  | { readonly fileDescriptorResponse: { readonly fileDescriptorProto: readonly string[] } }
  | {
      readonly allExtensionNumbersResponse: {
        readonly baseTypeName: string;
        readonly extensionNumber: readonly number[];
      };
    }
  | { readonly listServicesResponse: { readonly service: readonly { readonly name: string }[] } }
  | { readonly errorResponse: { readonly errorCode: number; readonly errorMessage: string } };

export interface ReflectionSchema {
  readonly service: DescService;
  readonly request: DescMessage;
  readonly response: DescMessage;
}

type Field = MessageInitShape<typeof FieldDescriptorProtoSchema>;

/** Tools of 2023 and older know the second alone; they differ in the name. */
export const reflectionSchemas: readonly ReflectionSchema[] = ["v1", "v1alpha"].map((version) => {
  const pkg = `grpc.reflection.${version}`;
  const field = (name: string, number: number, type: Type, more: Field = {}): Field => ({
    name,
    jsonName: name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    number,
    type,
    label: Label.OPTIONAL,
    ...more,
  });
  const text = (name: string, number: number, more?: Field) => field(name, number, Type.STRING, more);
  const of = (typeName: string) => ({ typeName: `.${pkg}.${typeName}` });
  const nested = (name: string, number: number, type: string, more?: Field) =>
    field(name, number, Type.MESSAGE, { ...of(type), ...more });
  const many = { label: Label.REPEATED };
  const one = { oneofIndex: 0 };
  const proto = create(FileDescriptorProtoSchema, {
    name: `grpc/reflection/${version}/reflection.proto`,
    package: pkg,
    syntax: "proto3",
    messageType: [
      {
        name: "ServerReflectionRequest",
        field: [
          text("host", 1),
          text("file_by_filename", 3, one),
          text("file_containing_symbol", 4, one),
          nested("file_containing_extension", 5, "ExtensionRequest", one),
          text("all_extension_numbers_of_type", 6, one),
          text("list_services", 7, one),
        ],
        oneofDecl: [{ name: "message_request" }],
      },
      {
        name: "ExtensionRequest",
        field: [text("containing_type", 1), field("extension_number", 2, Type.INT32)],
      },
      {
        name: "ServerReflectionResponse",
        field: [
          text("valid_host", 1),
          nested("original_request", 2, "ServerReflectionRequest"),
          nested("file_descriptor_response", 4, "FileDescriptorResponse", one),
          nested("all_extension_numbers_response", 5, "ExtensionNumberResponse", one),
          nested("list_services_response", 6, "ListServiceResponse", one),
          nested("error_response", 7, "ErrorResponse", one),
        ],
        oneofDecl: [{ name: "message_response" }],
      },
      { name: "FileDescriptorResponse", field: [field("file_descriptor_proto", 1, Type.BYTES, many)] },
      {
        name: "ExtensionNumberResponse",
        field: [text("base_type_name", 1), field("extension_number", 2, Type.INT32, many)],
      },
      { name: "ListServiceResponse", field: [nested("service", 1, "ServiceResponse", many)] },
      { name: "ServiceResponse", field: [text("name", 1)] },
      { name: "ErrorResponse", field: [field("error_code", 1, Type.INT32), text("error_message", 2)] },
    ],
    service: [
      {
        name: "ServerReflection",
        method: [
          {
            name: "ServerReflectionInfo",
            inputType: of("ServerReflectionRequest").typeName,
            outputType: of("ServerReflectionResponse").typeName,
            clientStreaming: true,
            serverStreaming: true,
          },
        ],
      },
    ],
  });
  const service = createFileRegistry(proto, () => undefined).getService(`${pkg}.ServerReflection`);
  const method = service?.methods[0];
  if (service === undefined || method === undefined) throw new Error(`${pkg} has no service`);
  return { service, request: method.input, response: method.output };
});

/** gRPC server reflection: tools such as grpcurl and Postman call what they have no contract of. */
import { type DescService, fromJson, type JsonValue, type Message, toJson } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter, type ServiceImpl } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import type { Route } from "#src/platform/http/index.ts";
import { type Describe, describer } from "./describe.ts";
import { type Question, type ReflectionSchema, reflectionSchemas } from "./schema.ts";

/** The contract has fewer files, and a question is a name. */
const maxQuestions = 500;
/** Twice the contract in base64, and more: a tool gets each file once, and once more when it asks by name. */
const maxToldCharacters = 8 * 1024 * 1024;
const maxQuestionBytes = 4_096;

/** Its routes. The contract is public, so nobody is asked who they are. */
export function reflectionRoutes(services: readonly DescService[]): readonly Route[] {
  // Few ask, so what they are told is made ready for the first of them, not at each start.
  let prepared: (() => Describe) | undefined;
  const describe = (): Describe => {
    prepared ??= describer([...services, ...reflectionSchemas.map(({ service }) => service)]);
    return prepared();
  };
  const routes = (router: ConnectRouter): void => {
    for (const schema of reflectionSchemas) router.service(schema.service, implementation(schema, describe));
  };
  const handler = connectNodeAdapter({ routes, readMaxBytes: maxQuestionBytes });
  return reflectionSchemas.map(({ service }) => ({
    prefix: `/${service.typeName}`,
    tenant: "own",
    handle: (req, res) =>
      // The library declares both HTTP versions in one type each, the platform as a union.
      handler(req as Parameters<typeof handler>[0], res as Parameters<typeof handler>[1]),
  }));
}

function implementation(
  { request, response }: ReflectionSchema,
  describe: () => Describe,
): Partial<ServiceImpl<DescService>> {
  const serverReflectionInfo = async function* (asked: AsyncIterable<Message>): AsyncGenerator<Message> {
    const told = describe();
    let [count, characters] = [0, 0];
    for await (const message of asked) {
      if (++count > maxQuestions || characters > maxToldCharacters)
        throw new ConnectError("too many questions", Code.ResourceExhausted);
      const originalRequest = toJson(request, message);
      // The schema has exactly these fields.
      const question = originalRequest as Question;
      const says = told(question);
      if ("fileDescriptorResponse" in says)
        for (const file of says.fileDescriptorResponse.fileDescriptorProto) characters += file.length;
      const answer = { validHost: question.host ?? "", originalRequest, ...says };
      yield fromJson(response, answer as JsonValue);
    }
  };
  // A service that is described at run time has no types for its methods.
  return { serverReflectionInfo } as unknown as Partial<ServiceImpl<DescService>>;
}

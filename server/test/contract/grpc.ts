/** gRPC in raw bytes: what a broken or hostile client sends, many calls over one connection. */
import http2 from "node:http2";
import type { Reply } from "./harness.ts";

export interface GrpcCall {
  /** `zitadel.user.v2.UserService/AddHumanUser` */
  readonly method: string;
  readonly token: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** More than `body` is announced, and never sent. */
  readonly announced?: number;
}

export interface GrpcWire {
  send(call: GrpcCall): Promise<Reply>;
  close(): void;
}

/** A frame that says what it likes about its own length. */
export function frameOf(message: Buffer, announced = message.length): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(announced, 1);
  return Buffer.concat([head, message]);
}

export function openGrpcWire(port: number): GrpcWire {
  const session = http2.connect(`http://127.0.0.1:${port}`);
  return {
    send: ({ method, token, body, headers = {}, announced }) =>
      new Promise((resolve, reject) => {
        const stream = session.request({
          ":method": "POST",
          ":path": `/${method}`,
          ":authority": "tenant.test",
          "content-type": "application/grpc+proto",
          te: "trailers",
          authorization: `Bearer ${token}`,
          ...(announced !== undefined && { "content-length": String(announced) }),
          ...headers,
        });
        let status = 0;
        let answered: http2.IncomingHttpHeaders = {};
        stream.on("response", (received) => {
          status = Number(received[":status"]);
          answered = received;
        });
        stream.on("trailers", (received) => {
          answered = { ...answered, ...received };
        });
        stream.on("error", reject);
        stream.on("close", () => {
          const code = Number(answered["grpc-status"] ?? -1);
          const message = decodeURIComponent(String(answered["grpc-message"] ?? ""));
          resolve({ status, code, message, text: "" });
        });
        stream.on("end", () => stream.close());
        stream.resume();
        if (announced === undefined) stream.end(body);
        else stream.write(body);
      }),
    close: () => session.close(),
  };
}

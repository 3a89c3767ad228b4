import { Http2ServerResponse } from "node:http2";
import { type Exchange, type HttpResponse, sendJson } from "#src/platform/http/index.ts";

/**
 * A method that its service does not have. gRPC clients read the status from the headers ("trailers only"),
 * Connect and REST clients the body of a 404.
 */
export function answerUnknownRpc(res: HttpResponse, exchange: Exchange): void {
  const type = exchange.header("content-type") ?? "";
  if (!type.startsWith("application/grpc")) {
    return sendJson(exchange, res, 404, { code: "unimplemented", message: "unknown method" });
  }
  const headers = { "content-type": type, "grpc-status": "12", "grpc-message": "unknown method" };
  if (res instanceof Http2ServerResponse) {
    // One HEADERS frame that ends the stream: grpc-js takes an empty DATA frame for a missing status.
    res.stream.respond({ ":status": 200, ...res.getHeaders(), ...headers }, { endStream: true });
    return;
  }
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.end();
}

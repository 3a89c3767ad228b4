/** A mail server that misbehaves at one step of a delivery. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket, type TLSSocketOptions } from "node:tls";

export const steps = [
  "greeting",
  "ehlo",
  "starttls",
  "handshake",
  "auth",
  "mail",
  "rcpt",
  "data",
  "body",
] as const;
export type Step = (typeof steps)[number];

/** An answer such as "451 4.3.0 later", or silence, or an end. */
export type Fault = { readonly says: string } | "hangs" | "drops";

const usual: Readonly<Record<Exclude<Step, "handshake">, string>> = {
  greeting: "220 rough.example ESMTP",
  ehlo: "250-rough.example\r\n250-STARTTLS\r\n250 AUTH PLAIN",
  starttls: "220 go ahead",
  auth: "235 2.7.0 in",
  mail: "250 2.1.0 fine",
  rcpt: "250 2.1.5 fine",
  data: "354 go on",
  body: "250 2.0.0 kept",
};

const stepOf = (line: string): Exclude<Step, "handshake" | "greeting" | "body"> | undefined =>
  (
    [
      ["EHLO", "ehlo"],
      ["STARTTLS", "starttls"],
      ["AUTH", "auth"],
      ["MAIL", "mail"],
      ["RCPT", "rcpt"],
      ["DATA", "data"],
    ] as const
  ).find(([verb]) => line.toUpperCase().startsWith(verb))?.[1];

export async function startRoughServer(tls: TLSSocketOptions) {
  const fault: { at: Step; does: Fault } = { at: "greeting", does: "drops" };
  const sockets = new Set<Socket>();
  const server = createServer((plain) => {
    sockets.add(plain);
    plain.on("error", () => undefined).once("close", () => sockets.delete(plain));
    converse(plain, fault, tls);
    say(plain, "greeting", fault);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    // An address of a port, not of a socket file.
    port: (server.address() as AddressInfo).port,
    fault,
    /** Connections that are still open. */
    open: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface At {
  readonly at: Step;
  readonly does: Fault;
}

/** Says what it says at that step, or does what it does there. @returns whether it goes on */
function say(socket: Socket, step: Exclude<Step, "handshake">, { at, does }: At): boolean {
  if (at !== step) return socket.write(`${usual[step]}\r\n`) || true;
  if (does === "drops") socket.destroy();
  else if (does !== "hangs") socket.write(`${does.says}\r\n`);
  return false;
}

function converse(socket: Socket, fault: At, tls: TLSSocketOptions): void {
  let rest = "";
  let inBody = false;
  const listen = (chunk: Buffer): void => {
    rest += chunk.toString("latin1");
    for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (inBody) {
        if (line !== ".") continue;
        inBody = false;
        say(socket, "body", fault);
        continue;
      }
      const step = stepOf(line);
      if (step === undefined) socket.end("221 bye\r\n");
      else if (say(socket, step, fault) && step === "data") inBody = true;
      else if (step === "starttls" && fault.at !== "starttls") return secure();
    }
  };
  const secure = (): void => {
    socket.off("data", listen);
    if (fault.at === "handshake") {
      if (fault.does === "drops") socket.once("data", () => socket.destroy());
      else if (fault.does !== "hangs") socket.once("data", () => socket.write("451 no TLS today\r\n"));
      else socket.resume();
      return;
    }
    const upgraded = new TLSSocket(socket, { isServer: true, ...tls });
    upgraded.on("error", () => undefined);
    converse(upgraded, fault, tls);
  };
  socket.on("data", listen);
}

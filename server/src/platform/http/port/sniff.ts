import type { Socket } from "node:net";
import { type Preface, readPreface } from "./preface.ts";

/**
 * Reads a cleartext connection until its protocol is known, then hands the socket over with those bytes put
 * back. A peer that says nothing within `timeoutMs`, or goes away, is dropped without a word.
 *
 * Undecided bytes are held in a variable: putting them back would announce them as readable again at once,
 * and one packet with a lone `P` would keep the process spinning.
 *
 * @returns gives the socket up (used at shutdown)
 */
export function sniff(
  socket: Socket,
  timeoutMs: number,
  handOver: (protocol: Exclude<Preface, "undecided">) => void,
): () => void {
  let held: Buffer | undefined;
  const drop = (): void => void socket.destroy();
  const onReadable = (): void => {
    // Without an encoding set, a socket gives buffers.
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) {
      if (socket.readableEnded || !socket.readable) drop();
      return;
    }
    const bytes = held === undefined ? chunk : Buffer.concat([held, chunk]);
    const protocol = readPreface(bytes);
    if (protocol === "undecided") {
      held = bytes;
      return;
    }
    clearTimeout(timer);
    socket.off("readable", onReadable).off("error", drop).off("end", drop);
    socket.unshift(bytes);
    handOver(protocol);
  };
  const timer = setTimeout(drop, timeoutMs);
  socket.on("readable", onReadable).on("error", drop).on("end", drop);
  socket.once("close", () => clearTimeout(timer));
  return drop;
}

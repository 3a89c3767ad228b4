/** The product beside a peer that keeps everything in memory, in turns, so that both meet the same machine. */
import { familyOf, type Load, measureLoad, warmUp } from "./measure.ts";
import { startPeer } from "./peer/peer.ts";
import type { BenchServer } from "./server.ts";
import type { Subject } from "./subject.ts";

/** Of the peer's rate per busy core: half where both read, a quarter where we commit and it writes memory. */
const bars = { introspect: 0.5, userinfo: 0.5, clientCredentials: 0.25 } as const;
type Name = keyof typeof bars;

const names: Readonly<Record<Name, string>> = {
  introspect: "introspect",
  userinfo: "userinfo",
  clientCredentials: "client_credentials, opaque, no ID token",
};
const rounds = 6;
const secondsOfRound = 1;

/** @returns whether all bars were reached */
export async function measureBeside(server: BenchServer, subject: Subject): Promise<boolean> {
  const peer = await startPeer();
  try {
    console.log(`\nbeside ${peer.name}, in memory, per busy core`);
    const ours = { ...subject, clientCredentials: subject.clientCredentials() };
    let reached = true;
    // The peer's only process is its own; ours has its database below it.
    for (const name of ["introspect", "userinfo", "clientCredentials"] as const) {
      const own = { operation: ours[name], pids: () => familyOf(server.pid) };
      const other = { operation: peer.operations[name], pids: () => [peer.pid] };
      reached = (await compare(name, own, other)) && reached;
    }
    return reached;
  } finally {
    peer.stop();
  }
}

async function compare(name: Name, own: Load, other: Load): Promise<boolean> {
  const sums = new Map([own, other].map((load) => [load, { done: 0, cpuSeconds: 0, errors: 0 }]));
  for (const load of [own, other]) await warmUp(load);
  for (let round = 0; round < rounds; round += 1)
    for (const [load, sum] of sums) {
      const { done, cpuSeconds, errors } = await measureLoad(load, secondsOfRound);
      sum.done += done;
      sum.cpuSeconds += cpuSeconds;
      sum.errors += errors;
    }
  const [we, they] = [own, other].map((load) => sums.get(load));
  if (!we || !they || we.errors + they.errors > 0 || we.done === 0 || they.done === 0) {
    console.log(`FAILED  ${names[name]}: requests were not answered`);
    return false;
  }
  const [rate, theirs] = [we.done / we.cpuSeconds, they.done / they.cpuSeconds];
  const isReached = rate / theirs >= bars[name];
  console.log(
    `${isReached ? "met   " : "MISSED"} ${names[name].padEnd(40)} ${Math.round(rate)}/s beside ${Math.round(theirs)}/s: ${((100 * rate) / theirs).toFixed(0)} % (bar ${100 * bars[name]} %)`,
  );
  return isReached;
}

/** Brings `server/contract/generated` up to date: `node server/contract/build.ts`. */
import { buildContract } from "./write.ts";

const written = await buildContract();
console.log(written === 0 ? "contract: up to date" : `contract: ${written} modules written`);

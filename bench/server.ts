import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Mode } from "./account.ts";
import { contenders } from "./contenders.ts";

/**
 * The child process: serves one contender on a free port and tells its own costs when asked.
 * `node bench/server.ts <number of the contender> <mode>`
 */
export interface Costs {
  /** Processor time since the start, of all threads, in microseconds. */
  readonly cpu: number;
  /** Resident memory in bytes. */
  readonly resident: number;
}

const [index = "0", mode = "safe"] = process.argv.slice(2);
const load = contenders[Number(index)]?.load;
if (load === undefined) throw new RangeError(`There is no contender ${index}.`);
const createListener = await load();

const server = createServer(createListener(mode as Mode));
server.listen(0, "127.0.0.1", () => {
  process.send?.((server.address() as AddressInfo).port);
});

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, resident: process.memoryUsage.rss() } satisfies Costs);
});
process.on("disconnect", () => process.exit());

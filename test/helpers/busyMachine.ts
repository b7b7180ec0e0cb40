import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../src/clock.ts";
import type { Transport } from "../../src/simulator/pusher/pusherHttp.ts";
import { inProcessTransport } from "../../src/simulator/pusher/pusherInProcess.ts";
import type { ManualClock } from "../../src/testing/manualClock.ts";

/** When the machine is busy: from, and until; milliseconds from the beginning. */
export type Stall = readonly [from: number, until: number];

/**
 * A process that does not get to its work in time. Whatever falls due within a stall happens at its end: timers
 * first, in their order, then what came in through sockets, in its order. It cannot see that it stood still, as a
 * process cannot whose requests wait in the kernel.
 */
export class BusyMachine {
  readonly #clock: ManualClock;
  readonly #stalls: readonly Stall[];
  readonly #began: number;

  constructor(clock: ManualClock, stalls: readonly Stall[]) {
    this.#clock = clock;
    this.#stalls = stalls;
    this.#began = clock.now();
  }

  /** The process's own clock: the same time, and timers that may ring late. */
  get clock(): Clock {
    return {
      now: () => this.#clock.now(),
      after: (ms, run) => this.#clock.after(this.#late(ms), run),
    };
  }

  /** Requests reach the process, and it hears of closed connections, when it gets to its sockets. */
  transport(handle: (request: IncomingMessage, response: ServerResponse) => unknown): Transport {
    return (request) => {
      const cuts: (() => void)[] = [];
      const answer = new Promise<Awaited<ReturnType<Transport>["answer"]>>((resolve, reject) => {
        this.#comes(() => {
          const exchange = inProcessTransport(handle)(request);
          cuts.push(exchange.cut);
          exchange.answer.then(resolve, reject);
        });
      });
      // A connection that is closed before it is read is read all the same, and then found closed.
      const cut = () => this.#comes(() => cuts[0]?.());
      return { answer, cut };
    };
  }

  #comes(run: () => void): void {
    const late = this.#late(0);
    // Behind the timers of the same moment.
    if (late === 0) run();
    else this.#clock.after(late + SOCKETS_MS, run);
  }

  /** In so many milliseconds what is due in `ms` happens. */
  #late(ms: number): number {
    const at = this.#clock.now() - this.#began + ms;
    const stall = this.#stalls.find(([from, until]) => at >= from && at < until);
    return stall === undefined ? ms : ms + stall[1] - at;
  }
}

const SOCKETS_MS = 0.001;

import { Connection } from "./connection.ts";
import type { SignedPush } from "./pushes.ts";

/** What a batch of pushes went through. */
export interface Result {
  readonly seconds: number;
  /** Milliseconds from the (intended) sending of each push to its whole answer. */
  readonly latencies: Float64Array;
  /** Some answers, to be looked at after the clock has stopped. */
  readonly samples: readonly Sample[];
  /** How busy the load's own core was, from 0 to 1. Near 1 the load is the bottleneck. */
  readonly busy: number;
}

export interface Sample {
  readonly push: SignedPush;
  readonly answer: Buffer;
}

const CONNECTIONS = 32;
const SAMPLE_EVERY = 101;
const OK = Buffer.from("HTTP/1.1 200 ");
const XML = Buffer.from("<xml>");

/** As fast as it goes: every connection sends its next push when the one before is answered. */
export function sendAllOut(port: number, pushes: readonly SignedPush[]): Promise<Result> {
  return withConnections(port, pushes, function start(connections, batch) {
    const next = (connection: Connection) => {
      const index = batch.take();
      if (index < pushes.length) batch.send(connection, index, performance.now(), next);
    };
    for (const connection of connections) next(connection);
  });
}

/**
 * So many a second, whatever the server does. The clock of a push starts when it was to be sent, so that
 * a server that stands still for a moment pays for every push that would have come meanwhile.
 */
export function sendAtRate(
  port: number,
  pushes: readonly SignedPush[],
  perSecond: number,
): Promise<Result> {
  return withConnections(port, pushes, function start(connections, batch) {
    const free = [...connections];
    const began = performance.now();
    const timeOf = (index: number) => began + (index * 1_000) / perSecond;
    let due = batch.take();
    const sendDue = () => {
      const now = performance.now();
      for (; due < pushes.length && timeOf(due) <= now && free.length > 0; due = batch.take()) {
        batch.send(free.pop() as Connection, due, timeOf(due), (connection) => {
          free.push(connection);
        });
      }
      // Turning without a rest keeps the times: Node's timers are a millisecond wide.
      if (due < pushes.length && !batch.failed) setImmediate(sendDue);
    };
    sendDue();
  });
}

async function withConnections(
  port: number,
  pushes: readonly SignedPush[],
  start: (connections: readonly Connection[], batch: Batch) => void,
): Promise<Result> {
  const opening = Array.from({ length: CONNECTIONS }, () => Connection.open(port));
  const connections = await Promise.all(opening);
  try {
    const batch = new Batch(pushes);
    const before = process.cpuUsage();
    const began = performance.now();
    start(connections, batch);
    await batch.done;
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const busy = (user + system) / 1e6 / seconds;
    return { seconds, latencies: batch.latencies, samples: batch.samples, busy };
  } finally {
    for (const connection of connections) connection.close();
  }
}

class Batch {
  readonly latencies: Float64Array;
  readonly samples: Sample[] = [];
  readonly done: Promise<void>;
  failed = false;
  readonly #pushes: readonly SignedPush[];
  readonly #end = Promise.withResolvers<void>();
  #taken = 0;
  #answered = 0;

  constructor(pushes: readonly SignedPush[]) {
    this.#pushes = pushes;
    this.latencies = new Float64Array(pushes.length);
    this.done = this.#end.promise;
  }

  /** The place of the next push, beyond the last one when all are sent. */
  take(): number {
    return this.#taken++;
  }

  send(
    connection: Connection,
    index: number,
    from: number,
    then: (connection: Connection) => void,
  ): void {
    const push = this.#pushes[index] as SignedPush;
    const answered = (answer: Buffer) => {
      this.latencies[index] = performance.now() - from;
      if (!answer.subarray(0, OK.length).equals(OK) || !answer.includes(XML)) {
        return this.#fail(new Error(`Not an XML answer: ${answer}`));
      }
      if (index % SAMPLE_EVERY === 0) this.samples.push({ push, answer });
      if (++this.#answered === this.#pushes.length) this.#end.resolve();
      else then(connection);
    };
    connection.send(push.bytes, answered, (error) => this.#fail(error));
  }

  #fail(error: Error): void {
    this.failed = true;
    this.#end.reject(error);
  }
}

import type { Clock } from "../../clock.ts";
import type { Exchange, Transport } from "./pusherHttp.ts";

/** A line to a server that can be made worse. */
export interface BadLine {
  readonly transport: Transport;
  /** The next answer gets lost: the server believes that it has answered. */
  loseNext(): void;
  /** Answers arrive so much later, in milliseconds. */
  slow(ms: number): void;
}

/** `onLost` hears of every answer that was lost as ordered. */
export function createBadLine(
  transport: Transport,
  clock: Clock,
  onLost: () => void = () => {},
): BadLine {
  let lose = 0;
  let slowMs = 0;

  function losing(exchange: Exchange): Exchange {
    const answer = exchange.answer.then(() => {
      onLost();
      throw Object.assign(new Error("The answer was lost."), { code: "ELOST" });
    });
    return { ...exchange, answer };
  }

  function late(exchange: Exchange): Exchange {
    const wait = new Promise<void>((resolve) => void clock.after(slowMs, resolve));
    return { ...exchange, answer: exchange.answer.then((answer) => wait.then(() => answer)) };
  }

  return {
    loseNext: () => {
      lose += 1;
    },
    slow: (ms) => {
      slowMs = ms;
    },
    transport(request) {
      const exchange = slowMs > 0 ? late(transport(request)) : transport(request);
      if (lose === 0) return exchange;
      lose -= 1;
      return losing(exchange);
    },
  };
}

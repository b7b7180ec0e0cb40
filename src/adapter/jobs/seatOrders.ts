import type { JobOrders, LaterOptions } from "../../store/turnScope.ts";
import type { Seat } from "../turn/guests.ts";
import type { Jobs } from "./jobs.ts";

/** The orders of jobs that a bot gives from its seat. */
export class SeatOrders implements JobOrders {
  readonly #jobs: Jobs;
  readonly #seat: Seat;

  constructor(jobs: Jobs, seat: Seat) {
    this.#jobs = jobs;
    this.#seat = seat;
  }

  check(name: string): void {
    this.#jobs.check(name);
  }

  async order(name: string, input: unknown, options: LaterOptions): Promise<string> {
    this.#jobs.check(name);
    return this.#seat.say((turn) => this.#jobs.order(turn, name, input, options));
  }
}

import type { ActivitiesView } from "./wire.ts";

/** Turns whose activities can still be looked at. */
const KEPT = 2_000;
/** Of one turn: a bot that sends without end must not fill the memory. */
const MOST_SENT = 100;

interface Turn {
  readonly got: string;
  readonly sent: string[];
}

/** What the bot got and sent in the latest turns, as JSON, for whoever opens one. */
export class Activities {
  readonly #turns = new Map<string, Turn>();

  /** `id`: of the push, or the key of a turn that no push caused. What the bot gets begins its turn, or another run of it. */
  hear(id: string, way: "got" | "sent", json: string): void {
    if (way === "got") {
      this.#turns.delete(id);
      this.#turns.set(id, { got: json, sent: [] });
      if (this.#turns.size > KEPT) this.#turns.delete(this.#turns.keys().next().value as string);
      return;
    }
    const sent = this.#turns.get(id)?.sent;
    if (sent !== undefined && sent.length < MOST_SENT) sent.push(json);
  }

  of(id: string): ActivitiesView | undefined {
    return this.#turns.get(id);
  }
}

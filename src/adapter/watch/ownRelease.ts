import { steadyNow } from "../../clock.ts";
import {
  GONE_AFTER_MS,
  leaveRelease,
  noteRelease,
  type Serving,
  togetherSince,
} from "../../store/releases.ts";
import type { Road } from "../road.ts";

/** Between two notes, in milliseconds: a process whose notes come late is not taken for a dead one. */
const EVERY_MS = GONE_AFTER_MS / 4;

/** The bot's release that this process serves: noted in the store, and compared with those of the other processes. */
export class OwnRelease {
  readonly #road: Pick<Road, "by" | "clock" | "log" | "store">;
  readonly #release: number;
  #notedAt = Number.NEGATIVE_INFINITY;
  #serving: readonly Serving[] = [];

  constructor(road: Pick<Road, "by" | "clock" | "log" | "store">, release: number) {
    this.#road = road;
    this.#release = release;
  }

  /** All releases that are served, the newest first, as far as this process heard a quarter of a minute ago. */
  get serving(): readonly Serving[] {
    return this.#serving;
  }

  /** Notes it where that is due. Never rejects: a store that is away is told of by whoever needs it. */
  async note(): Promise<void> {
    const { clock, store } = this.#road;
    const now = steadyNow(clock);
    if (now - this.#notedAt < EVERY_MS) return;
    this.#notedAt = now;
    const heard = await noteRelease(store, this.#own()).catch(() => undefined);
    if (heard === undefined) return;
    const were = this.#serving.length;
    this.#serving = heard;
    if (heard.length > 1 && were <= 1) this.#tellBoth(heard);
    if (heard.length === 1 && were > 1) {
      this.#road.log.warn({ release: heard[0]?.release }, "one release of the bot serves again");
    }
  }

  /** The process ends: others need not wait until it is missed. Never rejects. */
  async leave(): Promise<void> {
    await leaveRelease(this.#road.store, this.#own()).catch(() => {});
  }

  /** A deploy is on its way, or one that somebody believes to be over. */
  #tellBoth(serving: readonly Serving[]): void {
    const [newer, ...older] = serving.map(({ release }) => release);
    const since = new Date(togetherSince(serving)).toISOString();
    const facts = { newer, older: older.join(", "), since, here: this.#release };
    this.#road.log.warn(facts, "two releases of the bot serve the same followers");
  }

  #own() {
    const { by, clock } = this.#road;
    return { release: this.#release, by, now: clock.now() };
  }
}

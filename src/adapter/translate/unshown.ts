import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";
import type { Fate } from "../../store/store.ts";
import type { Unshown } from "./fromActivity.ts";
import type { Warning } from "./rendering/sheet.ts";

/** How many kinds of degradation are logged, each once: bots make up new ones without end. */
const MOST_KINDS = 500;
/** What followers are not shown is logged each time, so many times a minute. */
const MOST_A_MINUTE = 60;
const MINUTE_MS = 60_000;

/** What became of something that the bot said: the fate of a message, or why an activity shows nothing. */
export type DispatchResult = Fate | { readonly unshown: Unshown };

/** The id of an activity that has something to say and shows nothing. The id tells why. */
export function unshownId(pushKey: string, index: number, why: Unshown): string {
  return `${pushKey}!${index}:${why}`;
}

/** Why the activity with this id shows nothing; undefined for the id of a message. */
export function whyUnshown(id: string): Unshown | undefined {
  const [, why] = /!\d+:(reasoning|withheld|stopped)$/.exec(id) ?? [];
  return why as Unshown | undefined;
}

/**
 * Logs messages that are shown otherwise than meant, once for each kind, and messages that are not shown, each time.
 */
export function warner(log: Log, clock: Clock): (warning: Warning) => void {
  const warned = new Set<string>();
  let minute = 0;
  let count = 0;
  return ({ kind, how, lost }) => {
    if (lost) {
      const now = Math.floor(clock.now() / MINUTE_MS);
      if (now !== minute) [minute, count] = [now, 0];
      count += 1;
      const more = count === MOST_A_MINUTE ? { more: "not logged before the minute is over" } : {};
      if (count <= MOST_A_MINUTE) {
        log.warn({ kind, how, ...more }, "something that the bot said cannot be shown");
      }
    } else if (!warned.has(kind) && warned.size < MOST_KINDS) {
      warned.add(kind);
      log.warn({ kind, how }, "an activity is shown otherwise than it was meant");
    }
  };
}

import type { Clock } from "../../src/index.ts";

/** Where people answer what the bot cannot. */
export interface Helpdesk {
  /** Takes a question; the same key is the same question. Whoever answers it brings the token back. */
  file(ticket: Ticket): Promise<void>;
  /** Hears every answer. */
  onAnswer(hear: (token: string, answer: string) => void): void;
}

export interface Ticket {
  readonly question: string;
  readonly key: string;
  readonly token: string;
}

const HOUR_MS = 3_600_000;
/** Longer than WeChat lets an account write after a follower's last word. */
const TAKES_MS = 50 * HOUR_MS;

/** A helpdesk in memory that answers everything after 50 hours, for trying out. */
export function demoHelpdesk(clock: Clock): Helpdesk {
  const filed = new Set<string>();
  let hear: (token: string, answer: string) => void = () => {};
  return {
    async file({ key, token }) {
      if (filed.has(key)) return;
      filed.add(key);
      clock.after(TAKES_MS, () => hear(token, "已经处理好了。 It is done."));
    },
    onAnswer(listener) {
      hear = listener;
    },
  };
}

import { applyEvent } from "../../simulator/world/applyEvent.ts";
import type { FactName, Facts } from "../../simulator/world/facts.ts";
import { packed } from "../../simulator/world/kept/packed.ts";
import { prune } from "../../simulator/world/kept/pruned.ts";
import type { TimelineEvent } from "../../simulator/world/timeline.ts";
import { createWorld } from "../../simulator/world/world.ts";

/** How much is written down, in bytes of JSON. */
export interface RowLimits {
  /** What happened, files left aside: some 3,000 messages, which is more than the page shows. */
  readonly rows: number;
  /** Files that people sent, and those of the account. */
  readonly media: number;
}

const LIMITS: RowLimits = { rows: 16 * 1_024 * 1_024, media: 32 * 1_024 * 1_024 };
/** So much is left when something had to go, that it need not go again at once. */
const LEFT = 3 / 4;

interface Row {
  readonly event: TimelineEvent;
  /** Without its number, which it gets anew. */
  readonly text: string;
  readonly mediaSize: number;
}

/**
 * What happened in a world, as it is written down: the latest rows as they are, the older ones summed up in the world as
 * it was when they had happened. So people, settings and rights stay, and the oldest rows go first.
 */
export class WorldRows {
  readonly #limits: RowLimits;
  /** The world before the first row that is still there. */
  readonly #before = createWorld();
  /** People of whose chat rows went. */
  readonly #cut = new Set<string>();
  /** Pushes that began before the first row, and end behind it: nobody would know what ended. */
  readonly #torn = new Set<string>();
  #rows: Row[] = [];
  #head: readonly string[] = [];
  #size = 0;
  #mediaSize = 0;

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  add(event: TimelineEvent): void {
    const { seq: _, ...rest } = event;
    const mediaSize = event.type === "media.stored" ? event.media.content.length : 0;
    const row = { event, text: JSON.stringify(rest).slice(1), mediaSize };
    this.#rows.push(row);
    this.#count(row, 1);
    const { rows, media } = this.#limits;
    if (this.#size > rows || this.#mediaSize > media) this.#sumUp();
  }

  /** All of it, an event a line, numbered from 1. */
  get lines(): readonly string[] {
    const rows = this.#rows.flatMap(({ event, text }) => (this.#isTorn(event) ? [] : [text]));
    return [...this.#head, ...rows].map((text, index) => `{"seq":${index + 1},${text}`);
  }

  #count({ text, mediaSize }: Row, by: 1 | -1): void {
    this.#size += by * (text.length - mediaSize);
    this.#mediaSize += by * mediaSize;
  }

  #isTorn(event: TimelineEvent): boolean {
    return "pushId" in event && event.type !== "push.begun" && this.#torn.has(event.pushId);
  }

  #sumUp(): void {
    const { rows, media } = this.#limits;
    let gone = 0;
    let at = 0;
    for (const row of this.#rows) {
      if (this.#size <= rows * LEFT && this.#mediaSize <= media * LEFT) break;
      this.#count(row, -1);
      this.#takeIn(row.event);
      at = row.event.at;
      gone += 1;
    }
    this.#rows = this.#rows.slice(gone);
    prune(this.#before, at);
    this.#dropMedia();
    this.#head = this.#headAt(at);
  }

  #takeIn(event: TimelineEvent): void {
    applyEvent(this.#before, event);
    switch (event.type) {
      case "world.kept":
        for (const openid of event.cut) this.#cut.add(openid);
        break;
      case "chat.cleared":
        // Who begins anew has no earlier chat.
        if (event.anew) this.#cut.delete(event.openid);
        break;
      case "follower.acted":
      case "message.shown":
        this.#cut.add(event.openid);
        break;
      case "push.begun":
        this.#torn.add(event.pushId);
        break;
      case "push.ended":
        this.#torn.delete(event.pushId);
        break;
    }
  }

  /** The oldest files that WeChat keeps for three days only. */
  #dropMedia(): void {
    const files = [...this.#before.accounts.values()].flatMap(({ media }) =>
      [...media.values()].map((file) => ({ media, file })),
    );
    let size = files.reduce((sum, { file }) => sum + file.content.length, 0);
    for (const { media, file } of files) {
      if (size <= this.#limits.media) return;
      if (file.permanent) continue;
      media.delete(file.mediaId);
      size -= file.content.length;
    }
  }

  /** Whoever reads a timeline finds accounts, agents and people where they are always found. */
  #headAt(at: number): readonly string[] {
    const head: string[] = [];
    function say<N extends FactName>(type: N, fact: Facts[N]): void {
      head.push(JSON.stringify({ at, type, ...fact }).slice(1));
    }
    for (const [appId, { settings, agents, followers }] of this.#before.accounts) {
      say("account.created", { settings });
      for (const agent of agents.values()) say("agent.set", { appId, agent });
      for (const { openid, profile } of followers.values()) {
        say("follower.created", { appId, openid, profile });
      }
    }
    say("world.kept", { world: packed(this.#before), cut: [...this.#cut] });
    return head;
  }
}

import { routes } from "../../adapter/plan/routes.ts";
import type { Observe, Observed } from "../../adapter/watch/observe.ts";
import {
  type FollowerRecord,
  followerMachine,
  quotaOf,
  relationOf,
  stepFollower,
  windowOf,
} from "../../machines/follower.ts";
import { activeIn, shapeOf } from "../../machines/shape.ts";
import type { LogLine, MachineView, Standing } from "../../simulator/phone/wire.ts";
import type { Ours } from "../../simulator/phone/wireOurs.ts";
import { viewOf } from "./errorView.ts";

/** What the tester's page is told of our side, as JSON. */
export type Told =
  | { readonly tell: "machines"; readonly machines: readonly MachineView[] }
  | { readonly tell: "standing"; readonly standing: Standing }
  | { readonly tell: "ours"; readonly event: Ours }
  | {
      readonly tell: "activity";
      readonly key: string;
      readonly way: "got" | "sent";
      readonly json: string;
    }
  /** `key`: of the push in whose turn it was written, or WeChat's id of that. */
  | {
      readonly tell: "log";
      readonly level: "info" | "warn" | "error";
      readonly line: LogLine;
      readonly facts: object;
      readonly key?: string;
    };

interface Known {
  readonly record: FollowerRecord;
  readonly held: number;
}

/** A turn, for whoever is told of it. */
interface TurnNamed {
  readonly openid: string;
  readonly key: string;
}

/** What the bot gets of a follower's message, as far as it is looked at here. */
export interface Heard {
  readonly text?: string;
  /** The push's own fields; `transcribed`: its words come from the account's `transcribe`. */
  readonly channelData?: {
    readonly transcribed?: boolean;
    readonly MediaId?: unknown;
    /** The messages that are one turn. */
    readonly gathered?: readonly Heard[];
  };
}

/** Where a conversation is: the active states of its dialogues' machines, by the machine's name. */
export type Talk = Readonly<Record<string, readonly string[]>>;

/** Followers whose standing is kept. */
const KEPT = 2_000;
const ROUTES = new Map(routes.map((route) => [route.name, route]));
const NO_WAY = { situation: "", way: "" };

/** Turns what happens on the road into what the page shows. */
export class BotWatch {
  readonly #known = new Map<string, Known>();
  readonly #talks = new Map<string, Talk>();
  readonly #tell: (told: Told) => void;
  readonly #now: () => number;

  constructor(tell: (told: Told) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
    this.tellMachines([]);
  }

  /** The machines that the bot itself has, beside the follower's. */
  tellMachines(machines: readonly MachineView[]): void {
    this.#tell({ tell: "machines", machines: [shapeOf(followerMachine), ...machines] });
  }

  /** Where a conversation stands at the end of a turn; told with the step that follows. */
  talks(openid: string, talk: Talk): void {
    this.#talks.delete(openid);
    if (Object.keys(talk).length > 0) this.#talks.set(openid, talk);
    if (this.#talks.size > KEPT) this.#talks.delete(this.#talks.keys().next().value as string);
  }

  readonly observe: Observe = (event) => {
    const ours = oursOf(event);
    if (ours !== undefined) this.#tell({ tell: "ours", event: ours });
    const { openid } = event.follower;
    const known = this.#after(this.#known.get(openid), event);
    if (known === undefined) return;
    this.#known.delete(openid);
    this.#known.set(openid, known);
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value as string);
    this.#tellStanding(openid, known);
  };

  /** The bot gets a message: voices whose words the server itself heard are told with them. */
  hears({ openid, key }: TurnNamed, { text = "", channelData = {} }: Heard): void {
    const { gathered, transcribed, MediaId } = channelData;
    for (const one of gathered ?? []) this.hears({ openid, key }, one);
    if (transcribed !== true || gathered !== undefined) return;
    const event = { see: "heard", at: this.#now(), openid, key } as const;
    this.#tell({ tell: "ours", event: { ...event, mediaId: String(MediaId), text } });
  }

  /** The bot threw in a turn, whoever caught it afterwards. */
  threw({ openid, key }: TurnNamed, error: unknown): void {
    const at = this.#now();
    this.#tell({ tell: "ours", event: { see: "threw", at, openid, key, ...viewOf(error) } });
  }

  /** How a follower was left by an earlier process. */
  meets(openid: string, known: Known, talk: Talk): void {
    this.talks(openid, talk);
    this.#known.set(openid, known);
    this.#tellStanding(openid, known);
  }

  /** A follower is one again whom nobody has met. */
  forgets(openid: string): void {
    this.#known.delete(openid);
    this.#talks.delete(openid);
  }

  /** Time was moved: windows may be over. */
  timeMoved(): void {
    for (const [openid, known] of this.#known) this.#tellStanding(openid, known);
  }

  #after(known: Known | undefined, event: Observed): Known | undefined {
    switch (event.see) {
      case "delivery":
        return undefined;
      case "turn":
        return { record: event.record, held: known?.held ?? 0 };
      case "notice":
        return known;
      case "step":
        return { record: event.record, held: event.waiting };
      case "job":
        return known;
      case "fate": {
        if (known === undefined) return undefined;
        const { at, errcode, fate } = event;
        const { record, held } = known;
        if (fate === "sent") return { held, record: stepFollower(record, { type: "sent", at }) };
        if (errcode !== 45015 && errcode !== 45047) return known;
        const code: 45015 | 45047 = errcode;
        return { held: held + 1, record: stepFollower(record, { type: "refused", at, code }) };
      }
    }
  }

  #tellStanding(openid: string, { record, held }: Known): void {
    const at = this.#now();
    const window = windowOf(record, at);
    const standing: Standing = {
      openid,
      at,
      active: {
        [followerMachine.id]: activeIn({ relation: relationOf(record), window }),
        ...this.#talks.get(openid),
      },
      grants: record.g
        .filter(([, , , , until]) => until > at)
        .map(([kind, limit, left, , until]) => ({ kind, limit, left, until })),
      quota: quotaOf(record, at),
      held,
    };
    this.#tell({ tell: "standing", standing });
  }
}

function oursOf(event: Observed): Ours | undefined {
  const { at } = event;
  const { openid } = event.follower;
  switch (event.see) {
    case "delivery": {
      const { key, msgId, createTime, event: name } = event;
      return {
        see: "delivery",
        at,
        openid,
        key,
        createTime,
        ...(msgId !== undefined && { msgId }),
        ...(name !== undefined && { event: name }),
      };
    }
    case "turn": {
      const { key, attempts, gathered } = event;
      const proactive = /^(?:proactive|job|timer)\|/.test(key);
      return { see: "turn", at, openid, key, attempts, proactive, ...(gathered && { gathered }) };
    }
    case "job": {
      const { id, name, state, attempt } = event;
      return { see: "job", at, openid, key: `job ${id}`, name, state, attempt };
    }
    case "step": {
      const { key, route, rides, later, held, last, stopped } = event;
      const { situation, way } = ROUTES.get(route) ?? NO_WAY;
      const counts = { rides: rides.length, later: later.length, held: held.length };
      return {
        see: "step",
        at,
        openid,
        key,
        route,
        situation,
        way,
        ...counts,
        last,
        ...(stopped && { stopped }),
      };
    }
    // The tester sees it on the phone.
    case "notice":
      return undefined;
    case "fate": {
      const { id, fate, errcode } = event;
      const key = id.replace(/#\d+$/, "");
      const what = typeof fate === "object" ? "refused" : fate;
      return {
        see: "fate",
        at,
        openid,
        key,
        fate: what,
        ...(errcode !== undefined && { errcode }),
      };
    }
  }
}

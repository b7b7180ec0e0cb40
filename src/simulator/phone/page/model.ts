import { Topics } from "../../../web/page/store.ts";
import type {
  Abilities,
  AccountView,
  BotView,
  Hello,
  Item,
  MachineView,
  PersonView,
  Standing,
  TroubleView,
} from "../wire.ts";
import type { Ours } from "../wireOurs.ts";

type Of<K extends Item["is"]> = Extract<Item, { readonly is: K }>;

/** What stands in a chat. */
export type Entry =
  | Of<"did">
  | Of<"shown">
  | Of<"kind">
  | { readonly is: "fault"; readonly seq: number; readonly at: number; readonly why: string }
  | { readonly is: "later"; readonly seq: number; readonly at: number; readonly ms: number };

export interface PushRecord extends Omit<Of<"push">, "is"> {
  readonly kind: "push";
  readonly tries: readonly Of<"try">[];
  readonly ended?: Of<"ended">;
  readonly ours: readonly Ours[];
}
export interface CallRecord extends Omit<Of<"call">, "is" | "openid"> {
  readonly kind: "call";
  readonly id: string;
  readonly openid: string;
}
/** A turn of the bot that no push caused. */
export interface TurnRecord {
  readonly kind: "turn";
  readonly id: string;
  readonly at: number;
  readonly openid: string;
  readonly ours: readonly Ours[];
}
/** A line of the log, in its place among all. */
export type LogRecord = Of<"log">;
/** A line of the traffic. */
export type TrafficRecord = PushRecord | CallRecord | TurnRecord;

/** Of every person; older entries are let go, the timeline has them. */
const ENTRIES = 400;
const LOG_LINES = 1_000;
const RECORDS = 300;
/** In the traffic of everyone. */
const RECORDS_OF_ALL = 400;
export const EVERYONE = "*";

/** What the page knows. It hears everything of everybody, and views look at the part they show. */
export class Model {
  readonly topics = new Topics();
  account: AccountView | undefined;
  bot: BotView | undefined;
  trouble: TroubleView = { slowMs: 0, losing: 0, apiDown: false, faults: [] };
  can: Abilities = { restart: false, write: false, time: false, test: false, kept: false };
  machines: readonly MachineView[] = [];
  connected = false;
  readonly people = new Map<string, PersonView>();
  readonly unread = new Map<string, number>();
  readonly standings = new Map<string, Standing>();
  readonly #chats = new Map<string, Entry[]>();
  readonly #records = new Map<string, TrafficRecord>();
  readonly #traffic = new Map<string, string[]>();
  readonly #log: LogRecord[] = [];
  /** Whose chat is looked at: nothing there is unread. */
  readonly #seen = new Set<string>();
  /** How often something changed of what the bot keeps of a person. */
  readonly #changes = new Map<string, number>();
  #offsetMs = 0;

  /** Now, by the simulator's clock. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  chat(openid: string): readonly Entry[] {
    return this.#chats.get(openid) ?? [];
  }

  /** The oldest first. */
  traffic(openid: string): readonly TrafficRecord[] {
    return (this.#traffic.get(openid) ?? []).flatMap((id) => this.#records.get(id) ?? []);
  }

  /** What the server wrote, the oldest first. */
  get log(): readonly LogRecord[] {
    return this.#log;
  }

  record(id: string): TrafficRecord | undefined {
    return this.#records.get(id);
  }

  /** Rises whenever what the bot keeps of a person may have changed. */
  changesOf(openid: string): number {
    return this.#changes.get(openid) ?? 0;
  }

  /** These chats are looked at from now on. */
  look(openids: readonly string[]): void {
    this.#seen.clear();
    for (const openid of openids) {
      this.#seen.add(openid);
      if (this.unread.delete(openid)) this.topics.touch("people");
    }
  }

  setConnected(connected: boolean): void {
    this.connected = connected;
    this.topics.touch("link");
  }

  /** Everything afresh. */
  hello(hello: Hello & { readonly items: readonly Item[] }): void {
    this.account = hello.account;
    this.bot = hello.bot;
    this.trouble = hello.trouble;
    this.can = hello.can;
    this.machines = hello.machines;
    this.people.clear();
    for (const person of hello.people) this.people.set(person.openid, person);
    this.standings.clear();
    for (const standing of Object.values(hello.standings)) {
      this.standings.set(standing.openid, standing);
    }
    this.#chats.clear();
    this.#records.clear();
    this.#traffic.clear();
    this.#log.length = 0;
    // States are in the greeting already, and newer.
    for (const item of hello.items) if (!STATES.has(item.is)) this.#take(item);
    // Behind the moves of the past, each of which brings the time of then.
    this.#offsetMs = hello.now - Date.now();
    this.unread.clear();
    for (const topic of [
      "account",
      "bot",
      "trouble",
      "people",
      "machines",
      "link",
      "log",
      "time",
    ]) {
      this.topics.touch(topic);
    }
    for (const openid of [...this.people.keys(), EVERYONE]) {
      this.#touchAll(openid);
      this.#changed(openid);
    }
  }

  items(items: readonly Item[]): void {
    for (const item of items) this.#take(item);
  }

  #touchAll(openid: string): void {
    for (const topic of ["person", "chat", "traffic", "standing"]) {
      this.topics.touch(`${topic}:${openid}`);
    }
  }

  #take(item: Item): void {
    switch (item.is) {
      case "person":
        this.people.set(item.person.openid, item.person);
        this.topics.touch("people");
        this.topics.touch(`person:${item.person.openid}`);
        break;
      case "account":
        this.account = item.account;
        this.topics.touch("account");
        break;
      case "bot":
        this.bot = item.bot;
        this.topics.touch("bot");
        break;
      case "trouble":
        this.trouble = item.trouble;
        this.topics.touch("trouble");
        break;
      case "machines":
        this.machines = item.machines;
        this.topics.touch("machines");
        break;
      case "standing":
        this.standings.set(item.standing.openid, item.standing);
        this.topics.touch(`standing:${item.standing.openid}`);
        break;
      case "time":
        this.#moved(item);
        break;
      case "did":
      case "shown":
        this.#enter(item.openid, item);
        break;
      case "kind":
        for (const openid of this.#chats.keys()) this.#enter(openid, item);
        break;
      case "cleared":
        this.#clear(item);
        break;
      case "push":
        this.#record({ ...item, kind: "push", tries: [], ours: [] });
        break;
      case "try":
        this.#change(item.id, (push) => ({ ...push, tries: [...push.tries, item] }));
        break;
      case "ended": {
        this.#change(item.id, (push) => ({ ...push, ended: item }));
        const { seq, at, why = "" } = item;
        if (item.saw === "fault") this.#enter(item.openid, { is: "fault", seq, at, why });
        break;
      }
      case "call":
        this.#record({ ...item, kind: "call", id: item.rid, openid: item.openid ?? EVERYONE });
        break;
      case "ours":
        this.#hear(item);
        break;
      case "log":
        this.#log.push(item);
        if (this.#log.length > LOG_LINES * 1.5) this.#log.splice(0, LOG_LINES / 2);
        this.topics.touch("log");
        break;
    }
  }

  #moved({ now, jumpedMs: ms, realNow }: Of<"time">): void {
    this.#offsetMs = now - realNow;
    for (const [openid, chat] of this.#chats) {
      // In front of what happens from now on, behind what has happened: halves never meet a number.
      chat.push({ is: "later", seq: (chat.at(-1)?.seq ?? 0) + 0.5, at: now, ms });
      this.topics.touch(`chat:${openid}`);
    }
    this.topics.touch("time");
  }

  #changed(openid: string): void {
    this.#changes.set(openid, this.changesOf(openid) + 1);
    this.topics.touch(`kept:${openid}`);
  }

  #clear({ openid, anew }: Of<"cleared">): void {
    this.#changed(openid);
    this.#chats.delete(openid);
    if (anew) this.standings.delete(openid);
    if (this.unread.delete(openid)) this.topics.touch("people");
    this.#touchAll(openid);
  }

  #enter(openid: string, entry: Entry): void {
    const chat = this.#chats.get(openid) ?? [];
    chat.push(entry);
    if (chat.length > ENTRIES * 1.5) chat.splice(0, chat.length - ENTRIES);
    this.#chats.set(openid, chat);
    this.topics.touch(`chat:${openid}`);
    if (entry.is !== "shown" || this.#seen.has(openid)) return;
    this.unread.set(openid, (this.unread.get(openid) ?? 0) + 1);
    this.topics.touch("people");
  }

  #record(record: TrafficRecord): void {
    this.#records.set(record.id, record);
    this.#list(record.openid, record.id, RECORDS);
    if (record.openid !== EVERYONE) this.#list(EVERYONE, record.id, RECORDS_OF_ALL);
    if (this.#records.size > 20_000) {
      for (const id of [...this.#records.keys()].slice(0, 5_000)) this.#records.delete(id);
    }
  }

  #list(openid: string, id: string, most: number): void {
    const ids = this.#traffic.get(openid) ?? [];
    ids.push(id);
    if (ids.length > most * 1.5) ids.splice(0, ids.length - most);
    this.#traffic.set(openid, ids);
    this.topics.touch(`traffic:${openid}`);
  }

  /** The words of a voice in a chat, which the server heard and WeChat did not. */
  #understand(openid: string, { mediaId, text }: { mediaId: string; text: string }): void {
    const chat = this.#chats.get(openid) ?? [];
    const at = chat.findLastIndex((entry) => entry.is === "did" && entry.media?.id === mediaId);
    const entry = chat[at];
    if (entry?.is !== "did" || entry.action.do !== "voice") return;
    this.#chats.set(
      openid,
      chat.with(at, { ...entry, action: { ...entry.action, recognition: text } }),
    );
    this.topics.touch(`chat:${openid}`);
  }

  #change(id: string, change: (push: PushRecord) => PushRecord): void {
    const record = this.#records.get(id);
    if (record?.kind !== "push") return;
    this.#records.set(id, change(record));
    this.topics.touch(`traffic:${record.openid}`);
    this.topics.touch(`traffic:${EVERYONE}`);
  }

  #hear({ id, event }: Of<"ours">): void {
    if (event.see === "heard") this.#understand(event.openid, event);
    if (event.see === "step" || event.see === "fate" || event.see === "job") {
      this.#changed(event.openid);
    }
    if (id !== undefined) {
      this.#change(id, (push) => ({ ...push, ours: [...push.ours, event] }));
      return;
    }
    const { key, at, openid } = event;
    const known = this.#records.get(key);
    if (known?.kind === "turn") {
      this.#records.set(key, { ...known, ours: [...known.ours, event] });
      this.topics.touch(`traffic:${openid}`);
      this.topics.touch(`traffic:${EVERYONE}`);
    } else if (event.see === "job" || (event.see === "turn" && event.proactive)) {
      this.#record({ kind: "turn", id: key, at, openid, ours: [event] });
    }
  }
}

const STATES: ReadonlySet<Item["is"]> = new Set([
  "person",
  "account",
  "bot",
  "trouble",
  "machines",
  "standing",
]);

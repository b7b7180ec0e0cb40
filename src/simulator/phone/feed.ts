import { type Clock, systemClock } from "../../clock.ts";
import { EventStream } from "../../web/eventStream.ts";
import type { Platform } from "../platform.ts";
import type { Account } from "../world/account.ts";
import type { TimelineEvent } from "../world/timeline.ts";
import { Activities } from "./activities.ts";
import { itemOf } from "./items.ts";
import { accountView, personView } from "./views.ts";
import type { ActivitiesView, Hello, Item, LogLine, MachineView, Standing } from "./wire.ts";
import type { Ours } from "./wireOurs.ts";

/** Events after which the account looks different. */
const CHANGES_ACCOUNT = /^(?:account|menu|qrcode|template)\./;

/** A line of the log, and the how-manieth it is. */
type NumberedLine = Pick<Extract<Item, { is: "log" }>, "n" | "line">;

/** What of the page's state does not come from the timeline. */
type Circumstances = Pick<Hello, "bot" | "trouble" | "can">;

/** Turns what happens on the platform, and what the bot tells of itself, into what the page hears. */
export class PhoneFeed {
  readonly stream: EventStream<Hello, Item>;
  readonly #platform: Platform;
  readonly #account: Account;
  readonly #circumstances: () => Circumstances;
  readonly #changedPeople = new Set<string>();
  readonly #standings = new Map<string, Standing>();
  /** Our keys of pushes, and the phone's ids of the same. */
  readonly #pushOfKey = new Map<string, string>();
  /** Pushes that set out, by what they can be recognised by. */
  readonly #pushOf = new Map<string, string>();
  readonly #activities = new Activities();
  readonly #stop: () => void;
  /** The latest lines of the log, for whoever asks later. */
  #lines: NumberedLine[] = [];
  #machines: readonly MachineView[] = [];
  #before: TimelineEvent | undefined;
  #accountChanged = false;
  #written = 0;

  constructor(
    platform: Platform,
    account: Account,
    circumstances: () => Circumstances,
    /** Real time, for the stream. */
    clock: Clock = systemClock,
  ) {
    this.#platform = platform;
    this.#account = account;
    this.#circumstances = circumstances;
    this.stream = new EventStream({
      clock,
      hello: () => this.#hello(),
      gather: () => this.#changes(),
    });
    for (const event of platform.timeline.events) this.#hear(event);
    this.#stop = platform.timeline.subscribe((event) => this.#hear(event));
  }

  /** Something beside the timeline changed. */
  tell(...items: readonly Item[]): void {
    this.stream.publish(...items);
  }

  /** Which run of the server it is: in another one everything is counted anew. */
  get run(): string {
    return this.stream.run;
  }

  /** The machines that the bot has, as it tells. */
  get machines(): readonly MachineView[] {
    return this.#machines;
  }

  set machines(machines: readonly MachineView[]) {
    this.#machines = machines;
    this.stream.publish({ is: "machines", machines });
  }

  standing(standing: Standing): void {
    this.#standings.set(standing.openid, standing);
    this.stream.publish({ is: "standing", standing });
  }

  ours(event: Ours): void {
    if (event.see === "delivery") {
      const push = this.#pushOf.get(event.msgId ?? eventKey(event.openid, event));
      if (push !== undefined) remember(this.#pushOfKey, event.key, push);
    }
    if (event.see === "turn") {
      const { at, openid, key: into, gathered = [] } = event;
      for (const key of gathered) this.ours({ see: "joined", at, openid, key, into });
    }
    const id = this.#pushOfKey.get(event.key);
    this.stream.publish({ is: "ours", event, ...(id !== undefined && { id }) });
  }

  /** The bot got an activity, or sent one, in the turn of this key. */
  activity(key: string, way: "got" | "sent", json: string): void {
    this.#activities.hear(this.#pushOfKey.get(key) ?? key, way, json);
  }

  /** What the bot got and sent in the turn of a push, by the push's id; of another turn, by its key. */
  activitiesOf(id: string): ActivitiesView | undefined {
    return this.#activities.of(id);
  }

  /** The server wrote a line, perhaps in the turn of a push: `push` is our key of it, or WeChat's id. */
  log(line: LogLine, push = ""): void {
    const id = this.#pushOfKey.get(push) ?? this.#pushOf.get(push);
    const n = ++this.#written;
    this.#lines.push({ n, line });
    if (this.#lines.length > LINES * 2) this.#lines = this.#lines.slice(-LINES);
    this.stream.publish({ is: "log", n, line, ...(id !== undefined && { id }) });
  }

  /** The lines of the log behind this one, as far as they are kept. */
  linesAfter(n: number): readonly NumberedLine[] {
    return this.#lines.filter((one) => one.n > n);
  }

  /** Time went on: windows have closed. */
  everybodyChanged(): void {
    for (const openid of this.#account.followers.keys()) this.#changedPeople.add(openid);
    this.stream.publish();
  }

  close(): void {
    this.#stop();
    this.stream.close();
  }

  #hello(): Hello {
    const now = this.#platform.clock.now();
    return {
      account: accountView(this.#account),
      people: [...this.#account.followers.values()].map((one) =>
        personView(this.#account, one, now),
      ),
      now,
      machines: this.#machines,
      standings: Object.fromEntries(this.#standings),
      ...this.#circumstances(),
    };
  }

  #hear(event: TimelineEvent): void {
    const { appId } = this.#account.settings;
    if ("appId" in event && event.appId !== undefined && event.appId !== appId) return;
    if (event.type === "push.begun") this.#remember(event.pushId, event.openid, event.push);
    if (CHANGES_ACCOUNT.test(event.type)) this.#accountChanged = true;
    // Whose menu or block it is, is seen in every person.
    if ("openid" in event && this.#account.followers.has(event.openid)) {
      this.#changedPeople.add(event.openid);
    } else if (event.type.startsWith("menu.")) {
      this.everybodyChanged();
    }
    if (event.type === "chat.cleared" && event.anew) this.#standings.delete(event.openid);
    const item = itemOf(event, this.#account, this.#before);
    this.#before = event;
    // Without an item there may still be changed people to tell of.
    this.stream.publish(...(item === undefined ? [] : [item]));
  }

  #remember(id: string, openid: string, push: { readonly [name: string]: unknown }): void {
    const { MsgId, CreateTime, Event } = push;
    const key =
      MsgId === undefined
        ? eventKey(openid, { createTime: Number(CreateTime), event: String(Event) })
        : String(MsgId);
    remember(this.#pushOf, key, id);
  }

  /** People are told of once in a batch, however much happened to them. */
  #changes(): readonly Item[] {
    const now = this.#platform.clock.now();
    const people = [...this.#changedPeople].flatMap((openid): readonly Item[] => {
      const person = this.#account.followers.get(openid);
      return person === undefined
        ? []
        : [{ is: "person", person: personView(this.#account, person, now) }];
    });
    this.#changedPeople.clear();
    if (!this.#accountChanged) return people;
    this.#accountChanged = false;
    return [{ is: "account", account: accountView(this.#account) }, ...people];
  }
}

function eventKey(openid: string, event: { createTime: number; event?: string }): string {
  return `${openid} ${event.createTime} ${event.event?.toLowerCase() ?? ""}`;
}

const REMEMBERED = 2_000;
const LINES = 1_000;

/** Keeps the latest only. */
function remember(map: Map<string, string>, key: string, value: string): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value as string);
}

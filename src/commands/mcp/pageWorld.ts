import { milliseconds } from "../../duration.ts";
import { WeChatError } from "../../errors.ts";
import type { FollowerAction } from "../../simulator/actions/actions.ts";
import type { MachineView } from "../../simulator/phone/wire.ts";
import type { Happened } from "../../simulator/phone/wireHappened.ts";
import type { TimelineEvent } from "../../simulator/world/timeline.ts";
import { readSight, type Sight, sightOf } from "../../testing/sight.ts";
import { lineOf, transcriptOf } from "../../testing/transcript.ts";
import type { Step } from "../simulate/simulateScript.ts";
import { drawn } from "./drawn.ts";
import { isWorthANote, type Line, noteOf, withNotes } from "./logNotes.ts";
import { type Party, type RecordedForm, told } from "./party.ts";
import type { PhoneLink } from "./phoneLink.ts";

/** What came in between two looks. */
type News = Pick<Happened, "events" | "lines">;

/** The page moves time by so much in one order. */
const LONGEST_MOVE_MS = 30 * 24 * 3_600_000;
/** Of what a tester did meanwhile, so much is told. */
const TOLD = 20;
const STILL = "(the bot is still at work: `see` tells later what came of it)";

/**
 * The world of an open page: its people, its bot, its time, which passes by itself. A tester sees there what is done
 * here, and what he does is told here.
 */
export class PageWorld implements Party {
  readonly #link: PhoneLink;
  #run = "";
  #events: TimelineEvent[] = [];
  #lines: Line[] = [];
  #machines: readonly MachineView[] = [];
  /** Names by openid. */
  readonly #people = new Map<string, string>();
  /** What came that nobody was told yet. */
  #news: { events: TimelineEvent[]; lines: Line[] } = { events: [], lines: [] };
  /** Looks wait for each other: what happened must be heard once. */
  #looking: Promise<unknown> = Promise.resolve();

  constructor(link: PhoneLink) {
    this.#link = link;
  }

  async act(who: string, action: FollowerAction): Promise<string> {
    await this.#look();
    const openid = await this.#openidOf(who);
    const meanwhile = this.#take();
    // What is not done tells nothing: what came meanwhile is told with the next thing.
    await this.#link
      .order("/api/act", { openid, action: this.#named(openid, action) })
      .catch((error) => {
        this.#add(meanwhile, this.#take());
        throw error;
      });
    return [...this.#elsewhere(meanwhile), await this.#outcome(openid)].join("\n");
  }

  async tap(who: string, what: string): Promise<string> {
    // A menu that a tester has asked for just now may still be on its way.
    await this.#link.rest();
    await this.#look();
    const openid = this.#known(who);
    const isChoice = openid !== undefined && this.#choices(openid).has(what);
    return this.act(who, isChoice ? { do: "choose", id: what } : { do: "tap", key: what });
  }

  async wait(duration: string): Promise<string> {
    await this.#look();
    const meanwhile = this.#elsewhere(this.#take());
    for (let left = milliseconds(duration); left > 0; left -= LONGEST_MOVE_MS) {
      await this.#link.order("/api/time", { ms: Math.min(left, LONGEST_MOVE_MS) });
    }
    const isAtRest = await this.#link.rest();
    await this.#look();
    const news = this.#take();
    const read = [...this.#people].flatMap(([openid, name]) => {
      const reads = readsOf(news, openid);
      return reads.length === 0 ? [] : [`${name}:\n${told(reads, [])}`];
    });
    const notes = told(read.length === 0 ? ["(nothing is shown)"] : read, notesOf(news));
    return [...meanwhile, notes, ...(isAtRest ? [] : [STILL])].join("\n");
  }

  async step(step: Step, who: string): Promise<string> {
    // Only a page knows what it is told here: any other server may say yes to anything.
    await this.#look();
    switch (step.do) {
      case "act":
        return this.act(who, step.action);
      case "wait":
        return this.wait(`${step.ms}ms`);
      case "fault": {
        const fault = { ...step.effect, ...(step.path !== undefined && { path: step.path }) };
        await this.#link.order("/api/trouble", { fault });
        return "the next calls of the API go wrong, until it is cleared, here or on the page";
      }
      case "no-faults":
        await this.#link.order("/api/trouble", { clearFault: "all" });
        return "nothing that was ordered here goes wrong any more";
      case "lose":
        await this.#link.order("/api/trouble", { lose: true });
        return "the next answer of the bot gets lost";
      default:
        throw new WeChatError("script", `"${step.do}" is not for here: act, wait or fault.`);
    }
  }

  async see(): Promise<string> {
    await this.#look();
    return transcriptOf(withNotes(this.#events, this.#lines), this.#nameOf);
  }

  async record(form: RecordedForm, who: string): Promise<string> {
    await this.#look();
    const openid = this.#known(who);
    if (openid === undefined) {
      throw new WeChatError("testing", `Nobody on the page is called ${JSON.stringify(who)}.`);
    }
    return this.#link.text(`/api/${form}/${openid}`);
  }

  async draw(): Promise<string> {
    await this.#look();
    // The first is the follower's own.
    const [, ...dialogues] = this.#machines;
    return dialogues.map(drawn).join("\n") || "the page knows no dialogues of this bot";
  }

  async close(): Promise<void> {}

  /** Hears what came since the last look. Where this world is seen for the first time, it is no news. */
  #look(): Promise<void> {
    const look = this.#looking.then(() => this.#ask());
    this.#looking = look.catch(() => {});
    return look;
  }

  async #ask(): Promise<void> {
    let happened = await this.#link.happened(this.#events.length, this.#lines.at(-1)?.n ?? 0);
    const isNew = happened.run !== this.#run;
    if (isNew) {
      this.#run = happened.run;
      this.#events = [];
      this.#lines = [];
      this.#people.clear();
      this.#take();
      happened = await this.#link.happened(0, 0);
    }
    this.#machines = happened.machines;
    const { events, lines } = happened;
    // Not by spreading: a world that was kept holds more than fits into the arguments of a call.
    for (const event of events) {
      this.#events.push(event);
      if (event.type === "follower.created") this.#people.set(event.openid, event.profile.name);
    }
    for (const line of lines) this.#lines.push(line);
    if (!isNew) this.#add(happened);
  }

  #add(...news: readonly News[]): void {
    for (const { events, lines } of news) {
      for (const event of events) this.#news.events.push(event);
      for (const line of lines) this.#news.lines.push(line);
    }
  }

  #take(): News {
    const news = this.#news;
    this.#news = { events: [], lines: [] };
    return news;
  }

  /** What somebody read since the last look, once the bot has done its work. */
  async #outcome(openid: string): Promise<string> {
    const isAtRest = await this.#link.rest();
    await this.#look();
    const news = this.#take();
    const others = news.events.filter((event) => !("openid" in event && event.openid === openid));
    return [
      told(readsOf(news, openid), notesOf(news)),
      ...this.#elsewhere({ ...news, events: others }),
      ...(isAtRest ? [] : [STILL]),
    ].join("\n");
  }

  /** What a tester did on the page, and what came of it. */
  #elsewhere({ events }: News): readonly string[] {
    const lines = events.flatMap((event) =>
      TESTERS.has(event.type) ? (lineOf(event, this.#nameOf)?.split("\n") ?? []) : [],
    );
    return lines.slice(-TOLD).map((line) => `(on the page) ${line.trim()}`);
  }

  readonly #nameOf = (openid: string): string => this.#people.get(openid) ?? openid;

  /** Who is meant: by name, by openid, or by a word of a name, as in "小美 Mei". */
  #known(who: string): string | undefined {
    const people = [...this.#people];
    const isCalled = (fits: (name: string) => boolean) =>
      people.find(([, name]) => fits(name))?.[0];
    return (
      isCalled((name) => name === who) ??
      people.find(([openid]) => openid === who)?.[0] ??
      isCalled((name) => name.toLowerCase().split(/\s+/).includes(who.toLowerCase()))
    );
  }

  async #openidOf(who: string): Promise<string> {
    const known = this.#known(who);
    if (known !== undefined) return known;
    const { openid = "" } = await this.#link.order("/api/people", { name: who });
    return openid;
  }

  /** What of the menus in somebody's chat can be tapped: ids by words, the latest menu's first. */
  #choices(openid: string): ReadonlyMap<string, string> {
    const items = this.#events.flatMap((event) =>
      event.type === "message.shown" && event.openid === openid
        ? readSight(sightOf(event)).items
        : [],
    );
    return new Map(items.map(({ id, content }) => [content, id]));
  }

  /** A choice that is named by its words. */
  #named(openid: string, action: FollowerAction): FollowerAction {
    if (action.do !== "choose") return action;
    return { ...action, id: this.#choices(openid).get(action.id) ?? action.id };
  }
}

/** What is told of what others did. */
const TESTERS: ReadonlySet<TimelineEvent["type"]> = new Set([
  "follower.acted",
  "message.shown",
  "push.ended",
  "time.moved",
  "chat.cleared",
  "account.changed",
] as const);

/** What was shown to somebody, in words. */
function readsOf({ events }: News, openid: string): readonly string[] {
  const sights = events.flatMap((event): readonly Sight[] => {
    if (!("openid" in event) || event.openid !== openid) return [];
    if (event.type === "message.shown") return [sightOf(event)];
    return event.type === "push.ended" && event.saw === "fault" ? [{ fault: event.fault }] : [];
  });
  return sights.map((sight) => readSight(sight).words);
}

function notesOf({ lines }: News): readonly string[] {
  return lines.filter(isWorthANote).map(noteOf);
}

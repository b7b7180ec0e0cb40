import type { Clock } from "../clock.ts";
import { WeChatError } from "../errors.ts";
import { writeXml, type XmlDocument } from "../protocol/xml.ts";
import { decide } from "./actions/acting.ts";
import type { FollowerAction } from "./actions/actions.ts";
import { Dice } from "./faults/dice.ts";
import type { PushDocument } from "./pusher/pushXml.ts";
import { type Account, type AccountOptions, completeAccount } from "./world/account.ts";
import { applyEvent } from "./world/applyEvent.ts";
import {
  type Component,
  type ComponentOptions,
  OFFICIAL_ACCOUNT_SETS,
  TICKET_EVERY_MS,
} from "./world/component.ts";
import type { FactName, Facts, Json } from "./world/facts.ts";
import { drawOpenid, type Follower, type FollowerProfile } from "./world/followers.ts";
import { secondsOf } from "./world/periods.ts";
import type { AccountTemplate } from "./world/templates.ts";
import { Timeline, type TimelineEvent } from "./world/timeline.ts";
import { windowState } from "./world/windows.ts";
import { createWorld, type World } from "./world/world.ts";

/** Who delivers what the platform itself has to say. What `act` returns is delivered by its caller. */
export interface PushSink {
  /** The result of a job, an agent's session: a push without anybody's action. */
  event(push: {
    readonly appId: string;
    readonly openid: string;
    readonly document: PushDocument;
  }): void;
  /** A notice to a third-party platform, ready to be encrypted. */
  notice(notice: { readonly componentAppId: string; readonly xml: string }): void;
}

export interface PlatformOptions {
  readonly clock: Clock;
  /** The same seed gives the same ids, tokens and codes. Default: `1`. */
  readonly seed?: string | number;
}

/** What somebody who makes up a template has to say. */
export type TemplateOptions = Pick<AccountTemplate, "kind" | "content"> & Partial<AccountTemplate>;

/** What somebody who makes up a person has to say: nothing, or what matters to him. */
export type FollowerOptions = Partial<FollowerProfile> & { readonly openid?: string };

/**
 * WeChat's side: accounts, followers, rules. Whatever it does is an event on the timeline, and its state
 * is the sum of the timeline.
 */
export class Platform {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly timeline: Timeline;
  readonly world: World = createWorld();
  readonly #sinks = new Set<PushSink>();
  readonly #tickets = new Map<string, () => void>();
  readonly #later = new Set<() => void>();

  constructor({ clock, seed = 1 }: PlatformOptions) {
    this.clock = clock;
    this.dice = new Dice(seed);
    this.timeline = new Timeline((event) => {
      applyEvent(this.world, event);
      this.dice.enter(event.seq);
    });
  }

  /** Writes down what happened, which is what makes it happen. */
  record<N extends FactName>(type: N, fact: Facts[N]): void {
    this.timeline.append(this.clock.now(), type, fact);
  }

  /** Takes over a recorded past. Nothing is pushed again. */
  replay(events: Iterable<TimelineEvent>): void {
    this.timeline.replay(events);
    for (const component of this.world.components.keys()) this.#scheduleTicket(component);
  }

  addAccount(options: AccountOptions = {}): Account {
    const settings = completeAccount(options, this.dice);
    if (this.world.accounts.has(settings.appId)) {
      throw mistake(`There is an account ${settings.appId} already.`);
    }
    this.record("account.created", { settings });
    return this.account(settings.appId);
  }

  /** The account, or a clear error. */
  account(appId: string): Account {
    const account = this.world.accounts.get(appId);
    if (account === undefined) throw mistake(`There is no account ${appId}.`);
    return account;
  }

  /** A person whom the account does not know yet: follow by {@link act}. */
  addFollower(appId: string, options: FollowerOptions = {}): Follower {
    const { openid: given, ...profile } = options;
    const openid = given ?? drawOpenid(appId, this.dice);
    const name = `Follower ${this.account(appId).followers.size + 1}`;
    this.record("follower.created", {
      appId,
      openid,
      profile: { name, language: "zh_CN", client: 1, ...profile },
    });
    return this.follower(appId, openid);
  }

  /** The follower, or a clear error. */
  follower(appId: string, openid: string): Follower {
    const follower = this.account(appId).followers.get(openid);
    if (follower === undefined) throw mistake(`${appId} knows no openid ${openid}.`);
    return follower;
  }

  /** Whether the account could write to the follower by customer service now. */
  windowOf(appId: string, openid: string): "open" | "empty" | "closed" {
    const { following, windows } = this.follower(appId, openid);
    return following ? windowState(windows, this.clock.now()) : "closed";
  }

  /**
   * A person does something. Returns what WeChat now has to deliver to the account's server because of
   * it: mostly one push, none for what tells the account nothing, two where an event announces messages.
   * Throws when the person cannot do that now, for example write to an account without following it.
   */
  act(appId: string, openid: string, action: FollowerAction): readonly PushDocument[] {
    const account = this.account(appId);
    const follower = this.follower(appId, openid);
    const decision = decide({ account, follower, now: this.clock.now(), dice: this.dice }, action);
    for (const media of decision.media) this.record("media.stored", { appId, media });
    if (decision.code !== undefined) this.record("qrcode.created", { appId, code: decision.code });
    this.record("follower.acted", { appId, openid, action, ...decision.fact });
    return decision.fact.pushes;
  }

  /** A passive reply was understood and stands on the screen. It uses no window. */
  showPassive(appId: string, openid: string, message: { readonly [name: string]: Json }): void {
    this.record("message.shown", { appId, openid, via: "passive", message, usesWindow: false });
  }

  /** The agent whose session is open writes to the person. */
  agentSays(appId: string, openid: string, content: string): void {
    const { session } = this.follower(appId, openid);
    if (session === undefined) throw mistake(`No agent serves ${openid}.`);
    const message = { msgtype: "text", text: { content }, kf_account: session.agent };
    this.record("message.shown", { appId, openid, via: "agent", message, usesWindow: false });
  }

  /** A template is chosen in the console; those for one-time subscription come about only there. */
  addTemplate(appId: string, options: TemplateOptions): AccountTemplate {
    const templateId = options.templateId ?? this.dice.letters(43);
    const template = { title: "Template", ...options, templateId };
    this.record("template.added", { appId, template });
    return template;
  }

  /** A human agent takes the conversation over, or gives it back with `null`. */
  setSession(appId: string, openid: string, agent: string | null): void {
    const before = this.follower(appId, openid).session?.agent;
    if (before === (agent ?? undefined)) return;
    this.record("session.set", { appId, openid, agent });
    if (agent === null) {
      this.raise(appId, openid, { Event: "kf_close_session", KfAccount: before ?? "" });
    } else if (before === undefined) {
      this.raise(appId, openid, { Event: "kf_create_session", KfAccount: agent });
    } else {
      this.raise(appId, openid, {
        Event: "kf_switch_session",
        FromKfAccount: before,
        ToKfAccount: agent,
      });
    }
  }

  /** An event that WeChat itself has for the account. `openid` is its sender. */
  raise(appId: string, openid: string, elements: XmlDocument): void {
    const document: PushDocument = {
      ToUserName: this.account(appId).settings.originalId,
      FromUserName: openid,
      CreateTime: secondsOf(this.clock.now()),
      MsgType: "event",
      ...elements,
    };
    this.record("event.raised", { appId, openid, push: document });
    for (const sink of this.#sinks) sink.event({ appId, openid, document });
  }

  /** WeChat does something after a while, unless it is closed before. */
  later(ms: number, work: () => void): void {
    const stop = this.clock.after(ms, () => {
      this.#later.delete(stop);
      work();
    });
    this.#later.add(stop);
  }

  addComponent(options: ComponentOptions = {}): Component {
    const settings = {
      appId: `wx${this.dice.hex(16)}`,
      appSecret: this.dice.hex(32),
      name: "Simulated platform",
      sets: Object.keys(OFFICIAL_ACCOUNT_SETS).map(Number),
      needConfirm: [],
      published: true,
      ticketsOn: true,
      ...options,
    };
    this.record("component.created", { settings });
    this.#scheduleTicket(settings.appId);
    return this.component(settings.appId);
  }

  /** The third-party platform, or a clear error. */
  component(componentAppId: string): Component {
    const component = this.world.components.get(componentAppId);
    if (component === undefined) throw mistake(`There is no component ${componentAppId}.`);
    return component;
  }

  /** Pushes a new ticket now; every ten minutes it happens by itself. */
  pushTicket(componentAppId: string): void {
    const ticket = `ticket@@@${this.dice.letters(86)}`;
    this.record("component.ticket", { componentAppId, ticket });
    this.notify(componentAppId, {
      InfoType: "component_verify_ticket",
      ComponentVerifyTicket: ticket,
    });
  }

  /** Hands a notice to whoever delivers. */
  notify(componentAppId: string, elements: XmlDocument): void {
    const CreateTime = secondsOf(this.clock.now());
    const xml = writeXml({ AppId: componentAppId, CreateTime, ...elements });
    this.record("notice.raised", { componentAppId, xml });
    for (const sink of this.#sinks) sink.notice({ componentAppId, xml });
  }

  /** The returned function ends it. */
  onPush(sink: PushSink): () => void {
    this.#sinks.add(sink);
    return () => this.#sinks.delete(sink);
  }

  /** The whole state as text: two platforms with the same past have the same. */
  snapshot(): string {
    return JSON.stringify(this.world, (_name, value: unknown) => {
      if (value instanceof Map) return { map: [...value] };
      return value instanceof Set ? { set: [...value] } : value;
    });
  }

  /** Stops everything that would happen by itself. */
  close(): void {
    for (const stop of this.#tickets.values()) stop();
    this.#tickets.clear();
    for (const stop of this.#later) stop();
    this.#later.clear();
  }

  #scheduleTicket(componentAppId: string): void {
    const stop = this.clock.after(TICKET_EVERY_MS, () => {
      this.#scheduleTicket(componentAppId);
      if (this.component(componentAppId).settings.ticketsOn) this.pushTicket(componentAppId);
    });
    this.#tickets.set(componentAppId, stop);
  }
}

function mistake(message: string): WeChatError {
  return new WeChatError("simulator", message);
}

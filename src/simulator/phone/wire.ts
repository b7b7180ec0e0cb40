/**
 * What the phone's server and its page say to each other, as JSON. Types only: both sides import it.
 * Times are milliseconds since the epoch by the simulator's clock.
 */
import type { DiagnosisView } from "../../web/diagnosisView.ts";
import type { FollowerAction } from "../actions/actions.ts";
import type { Via } from "../world/facts.ts";
import type { AccountKind, Withheld } from "../world/kinds.ts";
import type { MenuButton } from "../world/menu.ts";
import type { Searchable } from "./searchable.ts";
import type { Ours } from "./wireOurs.ts";

/** The state of everything, for a page that has just opened. */
export interface Hello {
  readonly account: AccountView;
  readonly people: readonly PersonView[];
  readonly bot: BotView;
  readonly trouble: TroubleView;
  readonly now: number;
  readonly machines: readonly MachineView[];
  /** The latest standing of each follower on our side, by openid. */
  readonly standings: Readonly<Record<string, Standing>>;
  /** What the page may offer with this server. */
  readonly can: Abilities;
}

/** The server under test, and what can be done with it. */
export interface BotView {
  readonly state: "starting" | "running" | "crashed" | "foreign";
  /** Where pushes go. */
  readonly url: string;
  /** What it is called: the bot's module; empty for a foreign server. */
  readonly name: string;
  /**
   * Whether a test can load its dialogues: from what its module exports; no, for they are hidden in it; no, for it has
   * none. Absent for a server that is not ours.
   */
  readonly dialogues?: "exported" | "hidden" | "none";
  /** The last lines it wrote before it crashed. */
  readonly lastWords?: string;
  /** What it crashed of, and the first place in its own code, where its last words tell. */
  readonly cause?: { readonly error: string; readonly place?: string } | undefined;
}

export interface Abilities {
  /** The bot can be started again from here. */
  readonly restart: boolean;
  /** The bot can be told to write first. */
  readonly write: boolean;
  /** Time can be moved. */
  readonly time: boolean;
  /** A chat can be had as a test. */
  readonly test: boolean;
  /** What the bot's side keeps of a person can be looked at. */
  readonly kept: boolean;
}

export interface AccountView {
  readonly appId: string;
  readonly originalId: string;
  readonly name: string;
  readonly type: "subscription" | "service" | "test";
  readonly verified: boolean;
  readonly kind: AccountKind;
  /** Rights that were taken from it. */
  readonly without: readonly Withheld[];
  /** Rights that it has now, by what it is and what was taken. */
  readonly may: Readonly<Record<Withheld, boolean>>;
  readonly mode: string;
  /** Every menu by its id; a person's `menu` names his. */
  readonly menus: Readonly<Record<string, readonly MenuButton[]>>;
  readonly codes: readonly { readonly ticket: string; readonly scene: string }[];
  readonly templates: readonly TemplateView[];
}

interface TemplateView {
  readonly id: string;
  readonly title: string;
  readonly content: string;
}

export interface PersonView {
  readonly openid: string;
  readonly name: string;
  readonly following: boolean;
  /** By the account. */
  readonly blocked: boolean;
  /** The person's own "receive messages". */
  readonly messagesOff: boolean;
  /** What WeChat lets the account send: the window that closes first in front. */
  readonly windows: readonly WindowView[];
  readonly typingUntil: number;
  /** The human agent who serves him. */
  readonly agent?: string;
  readonly menu?: string;
}

interface WindowView {
  readonly kind: string;
  /** `null`: no limit. */
  readonly left: number | null;
  readonly closesAt: number;
}

/** What is out of order on purpose. */
export interface TroubleView {
  /** The bot takes so much longer, in milliseconds. */
  readonly slowMs: number;
  /** The next answers that get lost. */
  readonly losing: number;
  readonly apiDown: boolean;
  /** What else goes wrong with calls of the API, because somebody's program ordered it. */
  readonly faults: readonly OrderedFault[];
}

export interface OrderedFault {
  readonly id: number;
  /** `errcode 45015 message/custom/send`. */
  readonly what: string;
}

/** A machine as the server under test describes it. */
export interface MachineView {
  readonly name: string;
  readonly states: readonly {
    readonly id: string;
    readonly label: string;
    readonly parent?: string;
    readonly kind: "state" | "box" | "final";
    readonly initial?: true;
  }[];
  readonly ways: readonly { readonly from: string; readonly to: string; readonly label: string }[];
}

/** Where a follower stands on our side. */
export interface Standing {
  readonly openid: string;
  readonly at: number;
  /** The active states of each machine, by its name. */
  readonly active: Readonly<Record<string, readonly string[]>>;
  readonly grants: readonly {
    readonly kind: string;
    readonly limit: number;
    readonly left: number;
    readonly until: number;
  }[];
  /** Customer-service messages that may be sent now. */
  readonly quota: number;
  /** Messages that wait for the follower's next contact. */
  readonly held: number;
}

/** A line of the server's log, or what it wrote on its console. */
export interface LogLine {
  readonly at: number;
  /** Of the log; `out` and `err`: written by the bot itself. */
  readonly level: "info" | "warn" | "error" | "out" | "err";
  readonly text: string;
  /** What stands behind it: facts, a stack. */
  readonly more?: string;
}

/** One thing that happened. */
export type Item =
  | { readonly is: "person"; readonly person: PersonView }
  | { readonly is: "account"; readonly account: AccountView }
  | { readonly is: "bot"; readonly bot: BotView }
  | { readonly is: "trouble"; readonly trouble: TroubleView }
  /** `realNow`: what the machine's own clock showed then. */
  | {
      readonly is: "time";
      readonly now: number;
      readonly realNow: number;
      readonly jumpedMs: number;
    }
  | { readonly is: "machines"; readonly machines: readonly MachineView[] }
  | { readonly is: "standing"; readonly standing: Standing }
  /** The person did something. `media` is the file that it made, to be shown. */
  | {
      readonly is: "did";
      readonly seq: number;
      readonly at: number;
      readonly openid: string;
      readonly action: FollowerAction;
      readonly media?: MediaView;
    }
  /** A message appeared on the person's screen. */
  | {
      readonly is: "shown";
      readonly seq: number;
      readonly at: number;
      readonly openid: string;
      readonly via: Via;
      readonly message: { readonly [name: string]: unknown };
      readonly media?: MediaView;
    }
  /** The account has become another kind of account. */
  | {
      readonly is: "kind";
      readonly seq: number;
      readonly at: number;
      readonly kind: AccountKind;
      readonly without: readonly Withheld[];
    }
  /** A chat was emptied; `anew`: the person is a stranger again. */
  | { readonly is: "cleared"; readonly openid: string; readonly anew: boolean }
  /** A push sets out. */
  | {
      readonly is: "push";
      readonly id: string;
      readonly at: number;
      readonly openid: string;
      /** `text`, `image`, … or the event's name. */
      readonly what: string;
      readonly event: boolean;
      /** The part of it that matters to people. */
      readonly gist: string;
      readonly find: Searchable;
    }
  | {
      readonly is: "try";
      readonly id: string;
      readonly openid: string;
      readonly attempt: number;
      readonly tookMs: number;
      readonly outcome: "answered" | "late" | "status" | "failed" | "malformed";
      readonly status?: number;
      readonly why?: string;
    }
  /** The push's last delivery has ended; what the person saw of it. */
  | {
      readonly is: "ended";
      readonly seq: number;
      readonly id: string;
      readonly at: number;
      readonly openid: string;
      readonly saw: "reply" | "nothing" | "fault";
      readonly fault?: string;
      readonly why?: string;
      readonly handover?: string;
      readonly remarks: readonly string[];
      /** Of the reply that was shown. */
      readonly find?: Searchable;
    }
  /** The account called WeChat's API. */
  | {
      readonly is: "call";
      readonly rid: string;
      readonly at: number;
      readonly openid?: string;
      readonly method: string;
      readonly path: string;
      readonly errcode: number;
      readonly status: number;
      readonly ms: number;
      readonly find: Searchable;
    }
  /** `id`: the push in whose turn it was written, where that is known. */
  | { readonly is: "log"; readonly n: number; readonly id?: string; readonly line: LogLine }
  /** From our side; `id` is the push that it belongs to, where there is one. */
  | { readonly is: "ours"; readonly id?: string; readonly event: Ours };

export interface MediaView {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly fileName: string;
}

/** What the bot got in a turn and what it sent, each a Bot Framework activity as JSON. */
export interface ActivitiesView {
  readonly got: string;
  readonly sent: readonly string[];
}

/** A push with everything, for whoever opens it. */
export interface PushDetail {
  /** Absent for a server that is not ours, and for a push without a turn of its own. */
  readonly activities?: ActivitiesView;
  /** The message as WeChat wrote it. */
  readonly opened: string;
  readonly tries: readonly {
    readonly attempt: number;
    readonly url: string;
    /** The request's body as it went over the wire. */
    readonly sent: string;
    readonly answer?: string;
    /** The answer without its envelope; absent where it cannot be opened. */
    readonly answerOpened?: string;
    readonly status?: number;
  }[];
}

/** A call of the API with everything. */
export interface CallDetail {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly answer: string;
  /** What the code means, in both languages; absent for calls that went well. */
  readonly diagnosis?: { readonly en: DiagnosisView; readonly zh: DiagnosisView };
}

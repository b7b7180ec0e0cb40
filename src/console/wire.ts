import type { Menu } from "../client/endpoints/menus.ts";
import type { LinkState } from "../machines/accountLink.ts";
import type { MachineShape } from "../machines/shape.ts";
import type { DiagnosisView } from "../web/diagnosisView.ts";

/** What the console's server and its page say to each other. No secret and no whole openid is ever in it. */
export interface Both<T> {
  readonly en: T;
  readonly zh: T;
}

/** Who is logged in, and what this server can do. */
export interface SessionView {
  readonly name: string;
  /** Goes back with every order. */
  readonly csrf: string;
  /** Whether accounts can be linked by authorisation here. */
  readonly links: boolean;
  /** Whether accounts with secrets of their own can be checked from the page. */
  readonly examines: boolean;
  /** The server's time. */
  readonly now: number;
}

/** A release of the bot that is served. */
export interface ReleaseView {
  readonly release: number;
  /** Since when some process has served it without a break; milliseconds since the epoch. */
  readonly since: number;
  readonly processes: number;
}

export interface FindingView {
  readonly name: string;
  readonly what: string;
  readonly remedy: string;
}

export interface SetView {
  readonly id: number;
  readonly name: Both<string>;
  readonly unconfirmed?: true;
}

/** One row of the list. */
export interface AccountRow {
  readonly appId: string;
  /** `own`: it has secrets of its own; `linked`: by authorisation. */
  readonly how: "own" | "linked";
  readonly state: LinkState | "own";
  /** As WeChat gave it; absent before the first check, and of accounts with secrets of their own. */
  readonly name?: string;
  readonly picture?: string;
  readonly kind?: "subscription" | "service" | "mini-program";
  readonly principal?: string;
  readonly verification?: "verified" | "name-pending" | "unverified";
  readonly sets?: readonly SetView[];
  readonly findings: Both<readonly FindingView[]>;
  /** Milliseconds since the epoch; 0 where it does not apply. */
  readonly since: number;
  readonly checkedAt: number;
  /** Of the last sixty minutes, in this process. */
  readonly pushes: number;
  readonly replies: number;
  readonly failures: number;
}

/** An hour of an account, by its beginning. */
export interface HourView {
  readonly at: number;
  readonly pushes: number;
  readonly replies: number;
  readonly failures: number;
}

/** Something that went wrong, with what its code means. */
export interface FailureView {
  readonly id: number;
  readonly at: number;
  /** The endpoint, or `message` for a customer-service message. */
  readonly what: string;
  /** How it ended: `refused`, `held`, `unknown` …  */
  readonly fate: string;
  readonly code?: number;
  /** Whom it was for: the end of his generic name, and of his openid. */
  readonly tag?: string;
  readonly openid?: string;
  readonly diagnosis?: Both<DiagnosisView>;
}

/** What the settings of an account with secrets of its own say; WeChat tells facts only of linked ones. */
export interface OwnView {
  readonly mode: "plain" | "compatible" | "safe";
  /** Whether it has its AppSecret, so that WeChat's API can be called. */
  readonly secret: boolean;
  /** Whether its calls are signed and encrypted. */
  readonly signed: boolean;
}

/** What one check of an account came to, as `doctor` tells it. */
export interface CheckView {
  readonly check: Both<string>;
  /** `skipped`: it could not be looked at. `warning`: it works, and something should be known. */
  readonly state: "good" | "warning" | "bad" | "skipped";
  readonly found: Both<string>;
  /** What to do, in this order. */
  readonly todo?: Both<readonly string[]>;
}

/** Looks at an account with secrets of its own from outside, and changes nothing. */
export type Examine = (appId: string) => Promise<readonly CheckView[]>;

/** An account opened. */
export interface AccountDetail extends AccountRow {
  /** Of accounts with secrets of their own. */
  readonly own?: OwnView;
  readonly originalId?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly hours: readonly HourView[];
  /** How often each route was taken, the commonest first. */
  readonly routes: readonly { readonly name: string; readonly count: number }[];
  /** In this process. */
  readonly lastFailures: readonly FailureView[];
  /** Kinds of failures in all processes, the latest first. */
  readonly everywhere: readonly KindView[];
  /** Followers that this process has met, the latest first. */
  readonly people: readonly PersonView[];
}

/** Failures of one kind in one process. */
export interface KindView extends Pick<FailureView, "at" | "what" | "fate" | "code" | "diagnosis"> {
  readonly process: string;
  readonly count: number;
}

export interface PersonView {
  readonly tag: string;
  /** The last four characters. */
  readonly openid: string;
  readonly seenAt: number;
  /** Messages that wait for his next contact. */
  readonly waiting: number;
}

/** A job that was ordered in a talk. */
export interface JobView {
  readonly id: string;
  readonly at: number;
  readonly name: string;
  readonly state: "waiting" | "running" | "finished" | "done" | "failed";
  readonly attempt: number;
}

export interface StepView {
  readonly at: number;
  readonly route: string;
  readonly rides: number;
  readonly later: number;
  readonly held: number;
}

export interface FateView {
  readonly at: number;
  readonly fate: string;
  readonly code?: number;
}

/** One follower's journey. */
export interface JourneyView extends PersonView {
  readonly name: string;
  /** A data URL, or an https address of the bot's own. */
  readonly avatar: string;
  /** The active states of the machine `follower`. */
  readonly active: readonly string[];
  readonly quota: number;
  readonly grants: readonly {
    readonly kind: string;
    readonly left: number;
    readonly limit: number;
    readonly until: number;
  }[];
  readonly steps: readonly StepView[];
  readonly fates: readonly FateView[];
  /** What was ordered for later, the latest news first. */
  readonly jobs: readonly JobView[];
}

export interface MachinesView {
  readonly follower: MachineShape;
  readonly link: MachineShape;
}

/** What the page may order, by its path. */
export interface Orders {
  readonly "/api/login": { readonly token: string };
  readonly "/api/logout": Readonly<Record<string, never>>;
  /** A one-time link; with an AppID to authorise that account again. */
  readonly "/api/link": { readonly appId?: string };
  readonly "/api/unlink": { readonly appId: string };
  readonly "/api/check": { readonly appId: string };
  /** The checks of `doctor`, for an account with secrets of its own. */
  readonly "/api/examine": { readonly appId: string };
  /** By openid, or by the end of a generic name. */
  readonly "/api/find": { readonly appId: string; readonly who: string };
  /** Sends what is held for a follower, as far as may be sent now. */
  readonly "/api/release": { readonly appId: string; readonly who: string };
  /** `null` takes the menu away. */
  readonly "/api/menu": { readonly appId: string; readonly menu: Menu | null };
  /** A QR code with a scene; without `days` it never ends. */
  readonly "/api/qr": { readonly appId: string; readonly scene: string; readonly days?: number };
}

/** What changed, so that the page asks again. */
export interface Changed {
  readonly appId: string;
}

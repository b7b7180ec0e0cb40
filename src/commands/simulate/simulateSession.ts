import { setTimeout as realSleep } from "node:timers/promises";
import { type Clock, systemClock } from "../../clock.ts";
import { inWords } from "../../duration.ts";
import type { Faults } from "../../simulator/faults/faults.ts";
import type { Platform } from "../../simulator/platform.ts";
import type { Delivery } from "../../simulator/pusher/pusherDelivery.ts";
import type { Account } from "../../simulator/world/account.ts";
import type { TimelineEvent } from "../../simulator/world/timeline.ts";
import { type Sight, sightInWords, sightOf } from "../../testing/sight.ts";
import { lineOf, transcriptOf } from "../../testing/transcript.ts";
import { scriptHelp } from "../words/scriptHelp.ts";
import type { Expected, Step } from "./simulateScript.ts";

/** The platform's clock: real time, and what `wait` has added. Timers stay real. */
export class ShiftedClock implements Clock {
  #shiftMs = 0;

  now(): number {
    return Date.now() + this.#shiftMs;
  }

  after(ms: number, run: () => void): () => void {
    return systemClock.after(ms, run);
  }

  shift(ms: number): void {
    this.#shiftMs += ms;
  }
}

interface SessionParts {
  readonly platform: Platform;
  readonly account: Account;
  readonly delivery: Delivery;
  readonly clock: ShiftedClock;
  readonly faults: Faults;
  readonly loseNext: () => void;
  readonly print: (line: string) => void;
  /** Whether a notice of WeChat's that no line expects is a failure, as in a script. */
  readonly strict: boolean;
  /** How long `expect` waits for something to appear, in milliseconds. */
  readonly patienceMs: number;
}

const FIRST_NAME = "Mei";
/** What is still on its way when `expect nothing` looks has this long to arrive, in milliseconds. */
const QUIET_MS = 300;
const LOOK_MS = 20;

/** What one person at the prompt, or one script, does and sees. */
export class Session {
  readonly #parts: SessionParts;
  readonly #openids = new Map<string, string>();
  readonly #unseen = new Map<string, Sight[]>();
  readonly #stop: () => void;
  #name = FIRST_NAME;
  #failures = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#stop = parts.platform.timeline.subscribe((event) => this.#hear(event));
  }

  /** Who acts now. */
  get name(): string {
    return this.#name;
  }

  /** Expectations that were not met. */
  get failures(): number {
    return this.#failures;
  }

  /** Does one step. Throws for what cannot be done on a phone. */
  async run(step: Step): Promise<void> {
    const { platform, account, delivery, clock, faults, print } = this.#parts;
    switch (step.do) {
      case "act":
        // What was not asked after until now is not what comes of this.
        this.#passOver(this.#name);
        await delivery.act(account.settings.appId, this.#openid(), step.action);
        break;
      case "as":
        this.#name = step.name;
        break;
      case "wait":
        clock.shift(step.ms);
        print(`  ${inWords(step.ms)} later`);
        break;
      case "expect":
        await this.#expect(step.expected);
        break;
      case "fault":
        faults.order({ ...step.effect, ...(step.path !== undefined && { path: step.path }) });
        break;
      case "no-faults":
        faults.clear();
        break;
      case "lose":
        this.#parts.loseNext();
        break;
      case "transcript":
        print(transcriptOf(platform.timeline.events, (openid) => this.#nameOf(openid)));
        break;
      case "help":
        print(scriptHelp());
        break;
      case "quit":
        break;
    }
  }

  /** Something could not be done, or was not as expected. */
  fail(why: string): void {
    this.#failures += 1;
    this.#parts.print(`  ✗ ${why}`);
  }

  /** Nothing more is asked after. */
  close(): void {
    this.#stop();
    for (const name of this.#openids.keys()) this.#passOver(name);
  }

  /** What a person has seen is not asked after any more. */
  #passOver(name: string): void {
    const sights = this.#unseen.get(this.#openids.get(name) ?? "") ?? [];
    for (const sight of sights.splice(0)) {
      if (!this.#parts.strict || typeof sight === "string" || !("fault" in sight)) continue;
      this.fail(
        `${name} sees ${sightInWords(sight)}, which no line expects: \`expect fault\` would`,
      );
    }
  }

  /** The person of the present name, made when first needed. */
  #openid(): string {
    const known = this.#openids.get(this.#name);
    if (known !== undefined) return known;
    const { platform, account } = this.#parts;
    const { openid } = platform.addFollower(account.settings.appId, { name: this.#name });
    this.#openids.set(this.#name, openid);
    return openid;
  }

  #nameOf(openid: string): string {
    return this.#parts.account.followers.get(openid)?.profile.name ?? openid;
  }

  #hear(event: TimelineEvent): void {
    const sight =
      event.type === "message.shown"
        ? sightOf(event)
        : event.type === "push.ended" && event.saw === "fault"
          ? { fault: event.fault }
          : undefined;
    if (sight !== undefined && "openid" in event) this.#sightsOf(event.openid).push(sight);
    // What somebody does, he has typed himself.
    if (event.type === "follower.acted") return;
    const line = lineOf(event, (openid) => this.#nameOf(openid));
    if (line !== undefined) this.#parts.print(line);
  }

  #sightsOf(openid: string): Sight[] {
    const sights = this.#unseen.get(openid) ?? [];
    this.#unseen.set(openid, sights);
    return sights;
  }

  async #expect(expected: Expected): Promise<void> {
    const sights = this.#sightsOf(this.#openid());
    const waitMs = expected.is === "nothing" ? QUIET_MS : this.#parts.patienceMs;
    const until = performance.now() + waitMs;
    while (sights.length === 0 && performance.now() < until) await realSleep(LOOK_MS);
    const sight = sights.shift();
    const met = sight === undefined ? expected.is === "nothing" : meets(sight, expected);
    if (met) return this.#parts.print("  ✓ as expected");
    const seen = sight === undefined ? "nothing" : sightInWords(sight);
    this.fail(`expected ${inWordsOf(expected)}, ${this.#name} sees ${seen}`);
  }
}

function meets(sight: Sight, expected: Expected): boolean {
  switch (expected.is) {
    case "text":
      return sight === expected.text;
    case "like":
      return typeof sight === "string" && expected.pattern.test(sight);
    case "fault":
      if (typeof sight === "string" || !("fault" in sight)) return false;
      return expected.code === "" || sight.fault === expected.code;
    case "kind":
      return typeof sight !== "string" && expected.kind in sight;
    case "nothing":
      return false;
  }
}

function inWordsOf(expected: Expected): string {
  switch (expected.is) {
    case "text":
      return sightInWords(expected.text);
    case "like":
      return `something like ${expected.pattern}`;
    case "fault":
      return `the notice ${expected.code}`.trim();
    case "kind":
      return `[${expected.kind}]`;
    case "nothing":
      return "nothing";
  }
}

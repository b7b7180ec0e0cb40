import { isDeepStrictEqual } from "node:util";
import type { FollowerAction } from "../simulator/actions/actions.ts";
import type { Outcome } from "../simulator/pusher/pusher.ts";
import { inAll, readSight, type Sight, sightInWords } from "./sight.ts";

/** What a follower needs of the kit. */
export interface Phone {
  readonly openid: string;
  readonly name: string;
  /** Lets the follower act; resolves when all that follows at once has happened. */
  act(action: FollowerAction): Promise<readonly Outcome[]>;
  /** The same for several, each so many milliseconds behind the one before, answered or not. */
  actInARow(actions: readonly FollowerAction[], gapMs: number): Promise<readonly Outcome[]>;
  /** An error that shows the transcript. */
  fail(message: string): Error;
}

/** A place in degrees, with the name that the phone shows. */
export interface Spot {
  readonly latitude: number;
  readonly longitude: number;
  readonly label?: string;
}

const IN_A_ROW_MS = 1_000;

/** A person with a phone. Everything resolves when the bot has answered and nothing is on its way. */
export class TestFollower {
  readonly openid: string;
  readonly name: string;
  /** Everything that was ever shown, the oldest first. */
  readonly screen: readonly Sight[];
  readonly #phone: Phone;
  #seen = 0;

  constructor(phone: Phone, screen: readonly Sight[]) {
    this.openid = phone.openid;
    this.name = phone.name;
    this.screen = screen;
    this.#phone = phone;
  }

  /** Follows the account, through a QR code if a scene is given. */
  async subscribes(scene?: string | number): Promise<void> {
    await this.does({ do: "follow", ...(scene !== undefined && { scene }) });
  }

  async unfollows(): Promise<void> {
    await this.does({ do: "unfollow" });
  }

  async says(text: string): Promise<void> {
    await this.does({ do: "say", text });
  }

  /** Writes several messages, a second apart, without waiting for what the bot says to the first ones. */
  async saysInARow(...texts: readonly string[]): Promise<void> {
    const actions = texts.map((text): FollowerAction => ({ do: "say", text }));
    await this.#phone.actInARow(actions, IN_A_ROW_MS);
  }

  /** Taps an item of the custom menu. Without a menu of the account, any key is one. */
  async taps(key: string): Promise<void> {
    await this.does({ do: "tap", key });
  }

  /** Taps a choice of a message menu in the chat: by its words, or its id. */
  async chooses(choice: string): Promise<void> {
    const items = this.screen.flatMap((sight) => readSight(sight).items);
    const named = items.findLast(({ content }) => content === choice);
    await this.does({ do: "choose", id: named?.id ?? choice });
  }

  /** Scans a QR code with this scene. Who does not follow yet follows by it. */
  async scans(scene: string | number): Promise<void> {
    await this.does({ do: "scan", scene });
  }

  async sendsLocation(place: Spot): Promise<void> {
    await this.does({ do: "location", ...place });
  }

  /** Sends a picture; `mediaId` names one that the account holds. */
  async sendsImage(mediaId?: string): Promise<void> {
    await this.does({ do: "image", ...(mediaId !== undefined && { mediaId }) });
  }

  /** Says something aloud. The words arrive where the account has speech recognition (`account: { speechRecognition: true }`). */
  async sendsVoice(recognition?: string): Promise<void> {
    await this.does({ do: "voice", ...(recognition !== undefined && { recognition }) });
  }

  async sendsLink(link: { title: string; url: string; description?: string }): Promise<void> {
    await this.does({ do: "link", ...link });
  }

  /** Does anything that a person can do; resolves to what became of each push of it. */
  does(action: FollowerAction): Promise<readonly Outcome[]> {
    return this.#phone.act(action);
  }

  /** What the phone has shown since the last call. */
  sees(): readonly Sight[] {
    const fresh = this.screen.slice(this.#seen);
    this.#seen = this.screen.length;
    return fresh;
  }

  /** As {@link sees}, in words: a menu line by line, anything but text by its kind, as `[image]`. */
  reads(): readonly string[] {
    return this.sees().map((sight) => readSight(sight).words);
  }

  /** As {@link reads}, and throws with the transcript where it is not what is expected; what changes from run to run is a pattern. */
  mustRead(...expected: readonly (string | RegExp)[]): void {
    const read = this.reads();
    const fits = (one: string | RegExp, words = "") =>
      typeof one === "string" ? one === words : one.test(words);
    if (read.length === expected.length && expected.every((one, i) => fits(one, read[i]))) return;
    const list = (all: readonly (string | RegExp)[]) =>
      all.map((one) => (typeof one === "string" ? sightInWords(one) : String(one))).join(", ");
    throw this.#phone.fail(
      `${this.name} reads ${list(read) || "nothing"}; expected ${list(expected) || "nothing"}.`,
    );
  }

  /**
   * As {@link mustRead}, for what was written while it was shown, by a model for example: compares all of it in one, as how
   * it is cut into messages depends on the time. Blanks and the mark of AI do not count, and a pattern is held against the
   * words without them.
   */
  mustReadInAll(expected: string | RegExp): void {
    const read = inAll(this.reads());
    if (typeof expected === "string" ? inAll([expected]) === read : expected.test(read)) return;
    throw this.#phone.fail(
      `${this.name} reads in all ${JSON.stringify(read)}; expected ${typeof expected === "string" ? JSON.stringify(expected) : expected}.`,
    );
  }

  /** As {@link sees}, and throws with the transcript where it is not what is expected. */
  mustSee(...expected: readonly Sight[]): void {
    const seen = this.sees();
    if (isDeepStrictEqual(seen, expected)) return;
    const list = (sights: readonly Sight[]) => sights.map(sightInWords).join(", ") || "nothing";
    throw this.#phone.fail(`${this.name} sees ${list(seen)}; expected ${list(expected)}.`);
  }
}

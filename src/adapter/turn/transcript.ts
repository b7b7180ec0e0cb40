import type { Push } from "../../protocol/push.ts";
import type { Item, Work } from "../../store/store.ts";
import {
  readTranscript,
  type Said,
  TRANSCRIPT,
  type Transcripts,
  transcriptEnds,
  transcriptWith,
} from "../../store/transcript.ts";
import type { Outgoing } from "../plan/outgoing.ts";
import { asWritten, earlierOf } from "./gathered.ts";
import type { Scope } from "./scope.ts";

/** What one turn adds to its follower's transcript. */
export class TurnTranscript {
  readonly #settings: Transcripts | undefined;
  readonly #scope: Scope;
  readonly #said: Said[] = [];

  constructor(settings: Transcripts | undefined, scope: Scope, push: Push | undefined, work: Work) {
    this.#settings = settings;
    this.#scope = scope;
    if (settings === undefined) return;
    const pushes = [...(earlierOf(work) ?? []), ...(push === undefined ? [] : [push])];
    for (const one of asWritten(pushes)) {
      const text = wordsOfPush(one);
      if (text !== undefined) this.#said.push({ at: scope.now, by: "follower", text });
    }
  }

  /** Notes what the bot says. Every run of a push says it again, but only the run that commits keeps it. */
  says(items: readonly Item[]): void {
    if (this.#settings === undefined) return;
    for (const { message } of items) {
      this.#said.push({ at: this.#scope.now, by: "bot", text: wordsOf(message as Outgoing) });
    }
  }

  /**
   * Writes the slice, before the turn's last step. If the account keeps nothing any more, the old slice is removed. A
   * run aside of another process's turn writes no slices, so what it says is in no transcript.
   */
  keep(): void {
    const scope = this.#scope;
    if (scope.isAside) return;
    const settings = this.#settings;
    if (settings === undefined) {
      if (scope.has(TRANSCRIPT)) scope.keep(TRANSCRIPT, undefined);
      return;
    }
    const known = readTranscript(scope.read(TRANSCRIPT));
    const kept = transcriptWith(known, this.#said.splice(0), scope.now, settings);
    scope.keep(TRANSCRIPT, kept.length === 0 ? undefined : kept);
    const ends = transcriptEnds(kept, settings);
    if (ends !== undefined && ends !== transcriptEnds(known, settings)) {
      scope.own.setTimer(TRANSCRIPT, ends, "");
    }
  }
}

/** Events are no words: a follower has done something. */
function wordsOfPush(push: Push): string | undefined {
  if (push.kind !== "message") return undefined;
  if (push.type === "text") return push.content;
  if (push.type === "voice" && push.recognition !== undefined && push.recognition !== "")
    return push.recognition;
  return `[${push.type}]`;
}

function wordsOf({ reply, words }: Outgoing): string {
  return reply.type === "text" ? reply.content : (words ?? `[${reply.type}]`);
}

import { type Duration, milliseconds } from "../../duration.ts";
import { type Gather, type Gathering, gathering, QUIET_MS } from "../../store/gather.ts";
import type { Follower } from "../../store/store.ts";
import { MOST_MOST, type Transcripts, USUAL_MOST } from "../../store/transcript.ts";

/** A voice as WeChat gives it. */
export interface VoiceAudio {
  readonly bytes: Buffer;
  /** The kind of voice, by its first bytes. Speex, and anything not known, is `unknown`. */
  readonly kind: VoiceKind;
  /** As WeChat names it in the push: `amr`, `speex`. */
  readonly format: string;
  /**
   * The same voice as WAV, 16 kHz, mono, made by `ffmpeg`. Rejects with a `MediaError`: `no-ffmpeg` where `ffmpeg` is
   * not installed, `media-format` where it cannot read the voice.
   */
  wav(): Promise<Buffer>;
}

/** See the table in docs/talk.md. */
export type VoiceKind = "amr" | "amr-wb" | "silk" | "ogg" | "mp3" | "wav" | "unknown";

/** What is known of a voice. */
export interface VoiceContext {
  readonly follower: Follower;
  readonly mediaId: string;
  /** The language of the account's followers, as a BCP 47 tag. */
  readonly locale: string;
  /** The turn's abort signal. */
  readonly signal: AbortSignal;
}

/** Gives the words of a voice; undefined or an empty text where there are none to be heard. */
export type Transcribe = (
  audio: VoiceAudio,
  context: VoiceContext,
) => string | undefined | Promise<string | undefined>;

/** How a follower is told that the bot still works on his message. */
export interface Progress {
  /**
   * The first word comes so long after the bot last spoke: milliseconds or words like `45s`, 5 seconds or more.
   * Default 30 seconds.
   */
  readonly after?: Duration;
  /** What is said. Default: words in the account's language. */
  readonly words?: string;
}

/** How a talk goes. All of it is off by default, and then costs nothing. */
export interface TalkSettings {
  /**
   * Messages that a follower writes in a row are one turn: see {@link Gather}. Taps, menu events, and answers to a
   * question that the bot has asked, wait for nothing. Default: every message is a turn.
   */
  readonly gather?: Gather | undefined;
  /**
   * What a new message does to the turn that still runs: `queue` (default) lets the turn end first; `stop` ends what
   * the turn has to say; `merge` ends it too, and gives the turn's messages to the new turn. A menu click, and 停, 停止
   * or stop, end a streamed answer in any case.
   */
  readonly onNewer?: "queue" | "stop" | "merge" | undefined;
  /**
   * How long the bot may work on one message: milliseconds or words like `10m`, at most 30 minutes. Default two
   * minutes. Work that takes longer, or must survive a deploy, is a job: see `later`.
   */
  readonly turnLimit?: Duration | undefined;
  /**
   * Words by customer service for a follower whose turn takes long: after the bot was silent for a while, and twice
   * more, each time after twice as long. The last grant is kept for the answer. Default: on where `turnLimit` is set.
   * `false`: none.
   */
  readonly progress?: Progress | false | undefined;
  /**
   * Gives the words of a voice for which WeChat gave none. Called before the bot, in its turn: the bot, its prompts
   * and dialogues get the words as the message's text. If it throws, the error is logged and the bot gets the voice
   * without words.
   */
  readonly transcribe?: Transcribe | undefined;
  /**
   * Which of the bot's messages are shown as made by AI: `marked` (default) shows those that the bot marks (with
   * either SDK's label), `all`, or `none`. Customer service shows WeChat's own grey line; a message that rides the
   * answer gets a short line of words.
   */
  readonly aiLabel?: "all" | "marked" | "none" | undefined;
  /**
   * Keeps what was said for so many days, in the follower's record: `transcriptOf(context)` gives it to the bot,
   * `adapter.transcript` to an operator. Default: no text is kept.
   */
  readonly transcripts?: Transcripts | undefined;
}

/** {@link Progress} with every setting filled in. */
export interface TellingProgress {
  readonly afterMs: number;
  readonly words: string | undefined;
}

/** {@link TalkSettings} with every setting filled in. */
export interface Talking {
  readonly gather: Gathering | undefined;
  readonly onNewer: "queue" | "stop" | "merge";
  /** Undefined: the road's own. */
  readonly turnLimitMs: number | undefined;
  readonly progress: TellingProgress | undefined;
  readonly transcribe: Transcribe | undefined;
  readonly aiLabel: "all" | "marked" | "none";
  readonly transcripts: Transcripts | undefined;
}

/** How long a turn may be at most, in milliseconds. */
const LONGEST_TURN_MS = 30 * 60_000;
/**
 * How long the bot may be silent before its follower is told that the bot works: by default, and at least.
 * Milliseconds.
 */
const PROGRESS_MS = { usual: 30_000, least: 5_000 };

/** Fills in the settings that were left out. */
export function settleTalk(settings: TalkSettings): Talking {
  const { gather, onNewer = "queue", turnLimit, transcribe, aiLabel = "marked" } = settings;
  return {
    gather: gather && gathering(gather),
    onNewer,
    turnLimitMs: turnLimit === undefined ? undefined : milliseconds(turnLimit),
    progress: progressOf(settings),
    transcribe,
    aiLabel,
    transcripts: settings.transcripts,
  };
}

function progressOf({ progress, turnLimit }: TalkSettings): TellingProgress | undefined {
  if (progress === false || (progress === undefined && turnLimit === undefined)) return undefined;
  const { after = PROGRESS_MS.usual, words } = progress ?? {};
  return { afterMs: milliseconds(after), words };
}

/** What is wrong with the settings of how a talk goes. */
export function talkProblems(settings: TalkSettings): string[] {
  const { gather, onNewer, turnLimit, transcribe, aiLabel } = settings;
  const problems: string[] = [];
  const say = (wrong: boolean, sentence: string) => wrong && problems.push(sentence);
  say(
    onNewer !== undefined && !["queue", "stop", "merge"].includes(onNewer),
    `onNewer ${JSON.stringify(onNewer)} is unknown: use "queue", "stop" or "merge".`,
  );
  say(
    turnLimit !== undefined && !isTurnLimit(turnLimit),
    `turnLimit ${JSON.stringify(turnLimit)} is no time from 1s to 30m: for what takes longer there are jobs.`,
  );
  say(
    transcribe !== undefined && typeof transcribe !== "function",
    "transcribe must be a function of a voice's bytes that gives its words.",
  );
  say(
    aiLabel !== undefined && !["all", "marked", "none"].includes(aiLabel),
    `aiLabel ${JSON.stringify(aiLabel)} is unknown: use "all", "marked" or "none".`,
  );
  const { transcripts, progress } = settings;
  say(
    progress !== undefined && progress !== false && !isProgress(progress),
    `progress needs \`after\` of at least 5s, and \`words\` that are not empty, or is false.`,
  );
  say(
    transcripts !== undefined && !isTranscripts(transcripts),
    `transcripts needs keepDays above 0 and at most 3650, and most from 1 to ${MOST_MOST}.`,
  );
  if (gather === undefined) return problems;
  const { quietMs, mostMs, most } = gather;
  say(
    !(quietMs >= QUIET_MS.least && quietMs <= QUIET_MS.most),
    `gather.quietMs must be ${QUIET_MS.least} to ${QUIET_MS.most} milliseconds: WeChat waits 5 s for an answer.`,
  );
  say(
    mostMs !== undefined && !(mostMs >= quietMs && Number.isFinite(mostMs)),
    "gather.mostMs must be at least quietMs: milliseconds after the first of the messages.",
  );
  say(
    most !== undefined && !(Number.isInteger(most) && most >= 2),
    "gather.most must be a whole number of messages, 2 or more.",
  );
  return problems;
}

function isTurnLimit(turnLimit: Duration): boolean {
  return lies(turnLimit, 1_000, LONGEST_TURN_MS);
}

function isProgress({ after = PROGRESS_MS.usual, words }: Progress): boolean {
  return lies(after, PROGRESS_MS.least, LONGEST_TURN_MS) && words?.trim() !== "";
}

function lies(duration: Duration, least: number, most: number): boolean {
  try {
    const ms = milliseconds(duration);
    return ms >= least && ms <= most;
  } catch {
    return false;
  }
}

function isTranscripts({ keepDays, most = USUAL_MOST }: Transcripts): boolean {
  return (
    keepDays > 0 && keepDays <= 3_650 && Number.isInteger(most) && most >= 1 && most <= MOST_MOST
  );
}

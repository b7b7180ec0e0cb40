import { TURN_SCOPE, type TurnScope } from "../../store/turnScope.ts";
import { contextOf, type EitherContext } from "../eitherContext.ts";

/** The part of the conversation record that remembers a follower's language. */
const SLICE = "language";
const VERSION = 1;

/** A language a follower speaks, as the record keeps it. */
interface Remembered {
  readonly v: typeof VERSION;
  readonly tag: string;
}

/** The language of this turn's follower: the remembered one, else the account's. For a bot's `locale` option. */
export function languageOf(context: EitherContext): string | undefined {
  const scope = scopeOf(context);
  const remembered = scope?.read(SLICE) as Partial<Remembered> | undefined;
  if (remembered?.v === VERSION && typeof remembered.tag === "string") return remembered.tag;
  return contextOf(context).activity.locale || scope?.locale;
}

/** Remembers a follower's language, as a BCP 47 tag; undefined forgets it. Part of the turn's commit. */
export function setLanguage(context: EitherContext, tag: string | undefined): void {
  scopeOf(context)?.write(SLICE, tag === undefined ? undefined : { v: VERSION, tag });
}

/**
 * Remembers and returns the language in which a follower writes: Chinese where he writes a Chinese character, English
 * where he writes two words or more of Latin letters. An address, a name or a number changes nothing.
 */
export function followLanguage(context: EitherContext): string | undefined {
  const { type, text } = contextOf(context).activity;
  const heard = type === "message" ? languageOfWords(text ?? "") : undefined;
  const known = languageOf(context);
  if (heard === undefined || known?.toLowerCase().startsWith(heard)) return known;
  setLanguage(context, heard);
  return heard;
}

/** `zh`, `en`, or undefined where words do not tell. */
export function languageOfWords(text: string): "zh" | "en" | undefined {
  if (/\p{Script=Han}/u.test(text)) return "zh";
  const words = text.replace(/\S*[@/:]\S*/g, "").match(/\b[a-z']{2,}\b/gi) ?? [];
  return words.length > 1 ||
    /^(?:hi|hello|hey|yes|no|help|english|thanks|cancel|book|start)\W*$/i.test(text.trim())
    ? "en"
    : undefined;
}

function scopeOf(context: EitherContext): TurnScope | undefined {
  return contextOf(context).turnState.get<TurnScope>(TURN_SCOPE);
}

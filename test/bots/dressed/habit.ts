/**
 * How people dress what they say, and what becomes of its meaning. A habit is a relation: whatever the utterance means, the
 * dressed one means the same, or must be asked. None of them may ever make it mean something else.
 */
export interface Habit {
  readonly name: string;
  /**
   * `stays`: the dressed utterance means the same. `may`: it means the same or is asked again. `asks`: it must be asked again.
   * What must be asked again stays so in the first two.
   */
  readonly meaning: "stays" | "may" | "asks";
  /** Whether only what is understood is said so; of what must be asked, others tell more. */
  readonly understood?: boolean;
  /** Whether this is said around such an utterance. */
  readonly fits: (said: Dressable) => boolean;
  /** The ways to do it; in a text, `{}` is the utterance and `{other}` another one that is said to the same question. */
  readonly ways: readonly Way[];
}

export type Way = string | ((text: string) => string | undefined);

/** An utterance that may be dressed. */
export interface Dressable {
  readonly kind: string;
  readonly text: string;
}

export const COUNTS = ["people", "number", "portions", "nights"];
export const MOMENTS = ["date", "time", "dateTime"];
export const SUMS = ["money", "moneyEn"];
export const PHONES = ["phone", "phoneHK", "phoneUS"];
export const MEASURES = [...COUNTS, ...MOMENTS, ...SUMS, "duration"];
export const VALUES = [...MEASURES, "choice"];
export const ALL = [...VALUES, ...PHONES, "yesNo", "personName", "email", "location"];

export const HAN = /\p{Script=Han}/u;
export const LATIN = /[a-z]/i;
/** Already dressed up: with marks at its ends, particles, thanks. */
/** With a reason of their own, or of the moment: "now, still at seven" is no choice between two. */
const REASONED = /因为|毕竟|because|since|^(?:现在|而家|now)$/;
const BARE = /^[\p{L}\p{N}￥$¥+](?:.*[\p{L}\p{N}])?$/u;
const SOFT =
  /[吧呀啊哈啦哦喔呢吗么呗咯嘛了的谢喇㗎哟噢哒滴亲]$|谢|[,，。!！？?…、;；~～]|please|thank|thx|\bpls\b/iu;

export const of = (kinds: readonly string[], script: (text: string) => boolean, plain = true) => {
  const known = new Set(kinds);
  return ({ kind, text }: Dressable) =>
    known.has(kind) &&
    script(text) &&
    BARE.test(text) &&
    !REASONED.test(text) &&
    (!plain || !SOFT.test(text));
};
export const without = (kind: string) => ALL.filter((one) => one !== kind);
/** A refusal behind 要 is something else: 那我要不染发. */
export const wished = (script: (text: string) => boolean) => (said: Dressable) =>
  of(VALUES, script)(said) && !/^[不别没无非唔冇莫]|^(?:not|no)\b/.test(said.text);
export const chinese = (text: string) => HAN.test(text) || !LATIN.test(text);
export const english = (text: string) => !HAN.test(text);
export const any = () => true;
export const several = (ways: string) => ways.split("|");

import { undecorated } from "../decoration.ts";
import type { PromptInput, PromptOption, Reading } from "../reading.ts";
import { isRemark, unwrapped } from "../sentences/frames.ts";
import { OCCASIONS } from "../sentences/occasions.ts";
import { middlesOf } from "../sentences/surroundings.ts";
import {
  bareAnswer,
  ENGLISH_QUESTION,
  type Fillers,
  fold,
  isQuestion,
  withoutFillers,
} from "../tidy.ts";
import { inFrames, MISS } from "../whole.ts";
import { bareName, isReason, withoutCounter } from "./fillers.ts";
import { nameOf, tight } from "./names.ts";
import { placeOf } from "./place.ts";

/** Before a name these turn the answer round: they are never taken off. */
const REFUSES = /^(?:no|not|without|anything but|except)\b|^[不别没无非]|^(?:除了|拒绝)/;
const ANYTHING_BUT = /\b(?:anything|everything|all) (?:but|except)\b/;
/** So many letters of a name say which one is meant; of Chinese, so many characters. */
const SHORTEST = { latin: 3, han: 2 };

/** The names of what can be chosen, as a recogniser compares them. */
interface Named {
  readonly option: PromptOption;
  readonly names: readonly string[];
  /** Without blanks. */
  readonly tight: readonly string[];
}

/**
 * Understands which option is meant, in this order: the tapped item of a menu, its exact name or synonym, its place
 * when the whole message is a number, a part of a name that only one of them has. A number that is the place of one
 * and begins the name of another is neither's, unless `numbered` says that the follower saw numbers, or that he
 * saw none. Reasons: `not-understood`, `out-of-range` (a number that is not there), `several` (fits more than one),
 * `more` (a name in a longer message; `heard` is its label).
 */
export function readChoice(
  { text, tapped }: PromptInput,
  options: readonly PromptOption[],
  labels: Labels,
  numbered?: boolean,
): Reading<string> {
  const touched = options.find(({ id }) => id === tapped);
  if (touched !== undefined) return { ok: true, value: touched.id };
  const folded = bareAnswer(fold(text));
  if (folded === "" || isQuestion(folded)) return MISS;
  const named = namesOf(options, labels);
  const clear = byNameOrPlace(saidOnce(folded), named, numbered);
  if (clear !== undefined) {
    return clear === OUT_OF_RANGE ? { ...OUT_OF_RANGE, heard: text.trim() } : clear;
  }
  const clauses = byClauses(folded, named, numbered);
  if (clauses !== undefined) return { ok: true, value: clauses };
  const less = REFUSES.test(folded) ? MISS : byLessThanName(folded, named);
  if (less.ok) return less;
  const framed = inFrames(folded, (said) => wantedBy(said, named, numbered));
  return framed === undefined ? less : { ok: true, value: framed };
}

/** What stands around the name of what is wanted, in any order: 坐, 位置, 和女朋友. */
const AROUND: Fillers = {
  around: [
    ..."坐 坐在 座 在 位置 位子 座位 桌 那边 这边 那里 区域 那种 这种 那个 这个 那间 那家 那款 的那个 的那种 份 一份 一个 一间 一张 一桌 一位 间 个 张 种 款 想坐 想要 看江 看海 看风景 看夜景 吃 吃饭 来吃饭 和女朋友 和男朋友 和老婆 和老公 和朋友 和家人 带孩子 带老人 聊天 谈事 安静 点 一点 选项 选 table seat area option one the a by in near".split(
      " ",
    ),
    ..."吃的 用的 坐的 那份 里头 里面 里 坐里面 那桌 那张 的桌子 的桌 桌子 留 留个 给留 给留个 给我留个 弄个 整个 开个 来间 开间 安排个 便于 适合 private big nice quiet little seats tables spot to sit us i'd we'd love prefer".split(
      " ",
    ),
    ...OCCASIONS,
  ],
};

/** 四人份, 俩人的套餐: for how many, which is what tells such options apart. */
const FOR_SO_MANY = /^[\d一二两俩仨三四五六七八九十]+(?:个?人|位)/;

/** Its name among words that say nothing of it. Of other parts and of places none counts: they may be something else. */
function amidWords(said: string, named: readonly Named[]): string | undefined {
  // Most messages that are not understood hold no name at all, and each look costs.
  const whole = tight(nameOf(said));
  const holdsName = named.some((one) => one.tight.some((name) => whole.includes(name)));
  if (!holdsName && !/[\d人位]/.test(whole)) return undefined;
  if (ENGLISH_QUESTION.test(said)) return undefined;
  for (const middle of middlesOf(said, AROUND)) {
    if (REFUSES.test(middle)) continue;
    const id = byName(middle, named);
    if (id !== undefined) return namesAnother(said, id, named) ? undefined : id;
    const part = FOR_SO_MANY.test(middle) ? byLessThanName(middle, named) : MISS;
    if (part.ok) return part.value;
  }
  return undefined;
}

/** Whether a message holds another option's name, or a piece of it: 快递 of 普通快递, which may be one of the words around. */
function namesAnother(said: string, id: string, named: readonly Named[]): boolean {
  const whole = nameOf(said);
  const own = named.filter(({ option }) => option.id === id).flatMap(({ names }) => names);
  const isOwn = (words: string) => own.some((one) => contains(one, words));
  const others = named.filter(({ option }) => option.id !== id).flatMap(({ names }) => names);
  return others.some(
    (name) =>
      (name.length > 1 && contains(whole, name) && !isOwn(name)) ||
      pairsOf(name).some((pair) => whole.includes(pair) && !isOwn(pair)),
  );
}

/** Each two neighbours of its Chinese characters. */
function pairsOf(name: string): readonly string[] {
  return [...name.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair = ""]) => pair);
}

/** What a part of a message chooses. Out of a wish that wraps it comes a name or an ordinal: "we're 2" is no place. */
function wantedBy(
  said: string,
  named: readonly Named[],
  numbered: boolean | undefined,
): string | undefined {
  const clear = byNameOrPlace(said, named, numbered);
  if (clear !== undefined) return clear.ok ? clear.value : undefined;
  const bare = unwrapped(said);
  if (REFUSES.test(bare) || ANYTHING_BUT.test(said) || isQuestion(said)) return undefined;
  const place = placeOf(bare, named.length);
  if (place?.ordinal) return named[place.value - 1]?.option.id;
  const one = withoutCounter(bare);
  const found = byName(bare, named) ?? byName(one, named) ?? byLessThanName(one, named);
  if (typeof found === "string") return found;
  return found.ok ? found.value : amidWords(said, named);
}

/** 靠窗靠窗: said twice, as one does in a chat. */
function saidOnce(folded: string): string {
  return /^(\p{Script=Han}{2,8}?)[,，!]?(?:\1[,，!]?)+$/u.exec(folded)?.[1] ?? folded;
}

function byLessThanName(folded: string, named: readonly Named[]): Reading<string> {
  const whole = nameOf(folded);
  const bare = nameOf(bareName(folded));
  const one = withoutCounter(nameOf(bareName(folded)));
  const exact = one === bare ? undefined : byName(one, named);
  if (exact !== undefined) return { ok: true, value: exact };
  const shorter = byShorterName(whole, named) ?? byShorterName(bare, named);
  return shorter === undefined ? byPart(bare, whole, named) : { ok: true, value: shorter };
}

/** Where a message that refuses one and wants another falls apart: at its marks, and between both. */
const CLAUSES =
  / ?[,;。!] ?|(?<=[^要我们唔])(?=(?:不要|不是|唔要|唔系)[^要])|(?<=^(?:不要|不是|唔要|唔系).+)(?=[要是系])| (?=not )| but (?=the |a |an )/;
const REFUSED =
  /^(?:我们?)?(?:不要|不想要|不想|不选|不坐|不去|不是|别要|别|唔要|唔系|not|no|don't want)(?:选|坐|去)? ?(.+?)(?:了|啦)?$/;
/** 不要大厅，要包间 and 雅间，安静点: one clause names the option, the others refuse another or say why. */
function byClauses(
  folded: string,
  named: readonly Named[],
  numbered: boolean | undefined,
): string | undefined {
  const clauses = folded.split(CLAUSES).filter(Boolean);
  if (clauses.length < 2 || clauses.length > 4) return undefined;
  const idOf = (clause: string) => wantedBy(clause, named, numbered);
  const wanted = new Set<string>();
  const refused = new Set<string>();
  for (const clause of clauses) {
    const id = idOf(clause.replace(/^(?:而是|是)/, ""));
    const other = id === undefined ? idOf(REFUSED.exec(clause)?.[1] ?? "") : undefined;
    if (id !== undefined) wanted.add(id);
    else if (other !== undefined) refused.add(other);
    else if (!isReason(clause) && !tellsOnly(clause, named)) return undefined;
  }
  const [id = ""] = wanted;
  return wanted.size === 1 && !refused.has(id) ? id : undefined;
}

/** What somebody wants of the thing, rather than tells of himself. */
const WANTS =
  /便宜|打折|优惠|送|少|多(?!谢)|加|减|快|急|单独|另|分开|冰|热|辣|糖|盐|醋|油|葱|蒜|香菜|[大小高低长短厚薄硬软][一点些]|要(?!谈|聊|接|带|过|庆|见|请|招待|开会|说|办)|给|帮|记得|必须|最好|能|可以|行|希望|备注|地址|电话|发票|贵|太/;

/** 我爸过寿 beside a name: it tells why, names no other option and wants nothing. */
function tellsOnly(clause: string, named: readonly Named[]): boolean {
  if (!isRemark(clause) || WANTS.test(clause)) return false;
  const found = byLessThanName(clause, named);
  return !found.ok && found.reason === MISS.reason;
}

/** 陆家嘴那个店, 上海的站: between a name and what it is of. */
const POINTED = /(?:的|[那这]一?[个家间款种套])$/;

/** 四人餐 of 4人套餐, 最后那个套餐: how all their names end tells nobody which one is meant. */
function byShorterName(said: string, named: readonly Named[]): string | undefined {
  if (named.length < 2) return undefined;
  for (let length = Math.min(4, said.length - 2); length > 0; length -= 1) {
    const kind = said.slice(-length);
    const begin = said.slice(0, -length).replace(POINTED, "");
    const ofKind = named.map(({ option, names }) => ({
      option,
      names: names.filter((name) => name.endsWith(kind)),
    }));
    if (!/^\p{Script=Han}+$/u.test(kind) || ofKind.some(({ names }) => names.length === 0))
      continue;
    const place = placeOf(begin, named.length);
    if (place?.ordinal) return named[place.value - 1]?.option.id;
    // 上海站 is another one than 上海虹桥站: what is left away must be in all of them.
    const shared = (end: string) =>
      ofKind.every(({ names }) => names.some((one) => one.endsWith(end)));
    const fitting = ofKind.filter(({ names }) =>
      names.some((name) => name.startsWith(begin) && shared(name.slice(begin.length))),
    );
    if (fitting.length === 1) return fitting[0]?.option.id;
  }
  return undefined;
}

/**
 * The option that a whole message names by its exact name or its number, for words that may as well be something
 * else: what stands around it may only be what people say around every answer. Undefined where it names none.
 */
export function readExactly(
  text: string,
  names: readonly (readonly string[])[],
  numbered?: boolean,
): number | undefined {
  const folded = bareAnswer(fold(text));
  if (folded === "" || isQuestion(folded)) return undefined;
  const named = names.map((one, i) => namedBy({ id: String(i), label: "" }, one));
  const found = byNameOrPlace(folded, named, numbered);
  return found?.ok ? Number(found.value) : undefined;
}

function namedBy(option: PromptOption, labels: readonly string[]): Named {
  const names = labels.map(nameOf);
  return { option, names, tight: names.map(tight) };
}

type Labels = (option: PromptOption) => readonly string[];

const known = new WeakMap<readonly PromptOption[], readonly [Labels, readonly Named[]]>();

/** A prompt asks with the same options for as long as it lives. */
function namesOf(options: readonly PromptOption[], labels: Labels): readonly Named[] {
  const [by, names] = known.get(options) ?? [];
  if (by === labels && names !== undefined) return names;
  const named = options.map((option) => namedBy(option, labels(option)));
  known.set(options, [labels, named]);
  return named;
}

function byNameOrPlace(folded: string, named: readonly Named[], numbered: boolean | undefined) {
  const exact = byName(folded, named) ?? copied(folded, named);
  if (exact !== undefined) return { ok: true, value: exact } as const;
  const place = placeOf(folded, named.length);
  if (place === undefined) return undefined;
  const at = named[place.value - 1]?.option.id;
  const begun = place.ordinal || numbered === true ? [] : beginningWith(place.value, named);
  if (begun.length === 0 || (begun.length === 1 && begun[0] === at)) {
    return at === undefined ? OUT_OF_RANGE : ({ ok: true, value: at } as const);
  }
  const isName = begun.length === 1 && (numbered === false || at === undefined);
  return isName ? ({ ok: true, value: begun[0] as string } as const) : SEVERAL;
}

const OUT_OF_RANGE = { ok: false, reason: "out-of-range" } as const;
const SEVERAL = { ok: false, reason: "several" } as const;

/** 2 of 2人套餐, 5 of 5年级: a number alone may mean the name that begins with it. */
function beginningWith(value: number, named: readonly Named[]): string[] {
  const begins = new RegExp(`^${value}(?![\\d.])`);
  return named
    .filter(({ names }) => names.some((name) => begins.test(name)))
    .map(({ option }) => option.id);
}

/** 有包厢的话要包厢: with or without the condition the same is meant. */
const CONDITIONED =
  /^(?:如果)?有(.+?)(?:的话)?,?(?:就|那就)(?:要|选|订)?\1$|^(?:如果)?有(.+?)的话,?(?:要|选|订)?\2$/;

function byName(folded: string, named: readonly Named[]): string | undefined {
  const condition = CONDITIONED.exec(folded);
  const said = condition?.[1] ?? condition?.[2] ?? folded;
  const bare = REFUSES.test(said) ? said : bareName(said);
  const forms = new Set([said, bare].map((one) => tight(nameOf(undecorated(one)))));
  const fitting = named.filter((one) => one.tight.some((name) => forms.has(name)));
  return fitting.length === 1 || fitting.some((one) => one.tight.includes(tight(nameOf(folded))))
    ? fitting[0]?.option.id
    : differing(bare, named);
}

/** 大 of 大杯, 中杯, 小杯: where names end alike, what one begins with says which. Of 大杯 and 超大杯, 大 may be both. */
function differing(sign: string, named: readonly Named[]): string | undefined {
  if (!/^\p{Script=Han}$/u.test(sign) || REFUSES.test(sign) || named.length < 2) return undefined;
  const labels = named.map(({ option }) => fold(option.label));
  const [at, other] = labels.flatMap((label, i) => (label.includes(sign) ? [i] : []));
  if (at === undefined || other !== undefined) return undefined;
  const label = labels[at] ?? "";
  const rest = label.slice(1);
  const isAlike = rest !== "" && label[0] === sign && labels.every((one) => one.endsWith(rest));
  return isAlike ? named[at]?.option.id : undefined;
}

const LINE = /^\(?(\d{1,2})\)?[.、)\]】:：,]? ?(.+)$/;

/** A line of the list as it was shown: 1. 大厅. Its number must be that of its name. */
function copied(folded: string, named: readonly Named[]): string | undefined {
  const [, number, name = ""] = LINE.exec(folded.replace(/^[[【]/, "")) ?? [];
  if (number === undefined) return undefined;
  const id = byNameAlone(name, named);
  return id !== undefined && named[Number(number) - 1]?.option.id === id ? id : undefined;
}

function byNameAlone(name: string, named: readonly Named[]): string | undefined {
  const said = tight(nameOf(withoutFillers(name)));
  return named.find((one) => one.tight.includes(said))?.option.id;
}

function byPart(said: string, whole: string, named: readonly Named[]): Reading<string> {
  const han = /\p{Script=Han}/u.test(said);
  if (said.length >= (han ? SHORTEST.han : SHORTEST.latin)) {
    const fitting = named.filter(({ names }) => names.some((name) => hasPart(name, said, han)));
    if (fitting.length > 1) return SEVERAL;
    if (fitting[0] !== undefined) return { ok: true, value: fitting[0].option.id };
  }
  const inside = named.filter(({ names }) =>
    names.some((name) => name.length > 1 && contains(whole, name)),
  );
  if (inside.length > 1) return SEVERAL;
  return inside[0] === undefined
    ? MISS
    : { ok: false, reason: "more", heard: inside[0].option.label };
}

/** Of Latin names whole words, of Chinese ones any neighbours; a number is not a part of a longer one. */
function hasPart(name: string, part: string, han: boolean): boolean {
  if (!han) return ` ${name.replace(/[^a-z\d'.&+-]+/g, " ")} `.includes(` ${part} `);
  for (let at = name.indexOf(part); at >= 0; at = name.indexOf(part, at + 1)) {
    const inNumber = /\d/.test(part[0] ?? "") && /\d/.test(name[at - 1] ?? "");
    if (!inNumber) return true;
  }
  return false;
}

function contains(text: string, name: string): boolean {
  return hasPart(text, name, /\p{Script=Han}/u.test(name));
}

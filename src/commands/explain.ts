import { BEST_KNOWN, KNOWN_CODES } from "../client/diagnoses/table.ts";
import { beijing } from "../client/diagnoses/wire.ts";
import { type Diagnosis, diagnose, diagnosisLanguage, type Language } from "../client/diagnosis.ts";
import { RID_DIAGNOSIS } from "../language/platformPaths.ts";

/** Where the lines go: a terminal, a pipe, or a test. */
export interface ExplainOutput {
  write(text: string): unknown;
  readonly columns?: number;
}

/** Lines longer than this are hard to read, however wide the terminal. */
const WIDEST = 100;
const NARROWEST = 24;
const USUAL = 80;

const LABELS = {
  en: {
    cause: "CAUSE",
    trigger: "WHEN IT HAPPENS",
    wire: "CLUES IN WECHAT'S TEXT",
    checks: "WHAT TO DO, IN THIS ORDER",
    retry: "TRY AGAIN?",
    route: "WAYS THAT REMAIN FOR THE MESSAGE",
    purpose: "WHY WECHAT RESTRICTS IT",
    see: "OFTEN CONFUSED WITH",
    page: "DOCUMENTATION",
    untitled: "(WeChat's tables give no English text)",
    ips: (ips: string) => `Address that WeChat saw: ${ips}`,
    field: (field: string) => `Field: ${field}`,
    rid: (rid: string) =>
      `rid: ${rid} (within seven days WeChat itself tells more: ${RID_DIAGNOSIS}, or \`openapi/rid/get\`)`,
    at: (time: string, utc: string) => `Time of the call: ${time} Beijing time, ${utc} UTC`,
    hint: (hint: string) => `hint: ${hint} (WeChat's own mark; name it when you report the case)`,
    list: `The codes that we know best; \`explain CODE\` tells more, and ${KNOWN_CODES.length} codes are known in all.`,
    usage:
      'explain CODE ["WECHAT\'S TEXT"] [--lang zh|en]\nexplain 40164 "invalid ip 1.2.3.4 …, not in whitelist rid: …"',
  },
  zh: {
    cause: "原因",
    trigger: "何时出现",
    wire: "错误文字中的线索",
    checks: "排查步骤（按顺序）",
    retry: "能否重试",
    route: "这条消息还能怎么发",
    purpose: "微信为何限制",
    see: "容易混淆的错误码",
    page: "官方文档",
    untitled: "（微信的错误表没有英文原文）",
    ips: (ips: string) => `微信看到的地址：${ips}`,
    field: (field: string) => `字段：${field}`,
    rid: (rid: string) =>
      `rid：${rid}（七天内可在微信的诊断工具查询：${RID_DIAGNOSIS}，或用 \`openapi/rid/get\`）`,
    at: (time: string, utc: string) => `调用时间：北京时间 ${time}（UTC ${utc}）`,
    hint: (hint: string) => `hint：${hint}（微信自己的标记，反馈问题时请附上）`,
    list: `以下是我们最了解的错误码；用 \`explain 错误码\` 查看详情，共收录 ${KNOWN_CODES.length} 个。`,
    usage:
      'explain 错误码 ["错误文字"] [--lang zh|en]\nexplain 40164 "invalid ip 1.2.3.4 …, not in whitelist rid: …"',
  },
} as const;

/** What is said instead of an explanation, in one sentence. */
const REFUSALS = {
  notANumber: {
    en: (what: string) =>
      `"${what}" is not a code: give the number, for example \`explain 45015\`.`,
    zh: (what: string) => `“${what}”不是错误码：请给出数字，例如 \`explain 45015\`。`,
  },
  unknown: {
    en: (what: string) =>
      `WeChat's tables that we know do not list ${what}: read WeChat's text beside it, give its rid to ${RID_DIAGNOSIS}, and see the page of the API that was called.`,
    zh: (what: string) =>
      `我们掌握的微信错误码表中没有 ${what}：请阅读旁边的错误文字，在 ${RID_DIAGNOSIS} 查询 rid，并查看所调用接口的官方页面。`,
  },
  option: {
    en: (what: string) => `"${what}" is not an option: there is --lang zh|en.`,
    zh: (what: string) => `“${what}”不是可用的选项：只有 --lang zh|en。`,
  },
} as const;

/**
 * `explain 45015 [WeChat's text] [--lang zh|en]`. Prints what a code means; gives the exit code.
 * A whole answer of WeChat, `{"errcode":45015,…}`, is understood as well.
 */
export function explain(
  args: readonly string[],
  output: ExplainOutput,
  locale: string = Intl.DateTimeFormat().resolvedOptions().locale,
): number {
  const width = Math.min(Math.max(output.columns || USUAL, NARROWEST), WIDEST);
  const print = (lines: readonly string[]) => void output.write(`${lines.join("\n")}\n`);
  const { words, tag = locale, wrong } = readArguments(args);
  const language = diagnosisLanguage(tag);
  const refuse = (reason: keyof typeof REFUSALS, what: string) => {
    print(wrap(REFUSALS[reason][language](shown(what)), width));
    return 1;
  };
  if (wrong !== undefined) return refuse("option", wrong);
  const [asked, ...rest] = words;
  if (asked === undefined) {
    print(listOf(language, width));
    return 0;
  }
  const { code, text } = questionOf(asked, rest.join(" "));
  if (code === undefined) return refuse("notANumber", asked);
  const diagnosis = diagnose(code, { language, errmsg: text });
  if (!diagnosis.known) return refuse("unknown", String(code));
  print(pageOf(diagnosis, width));
  return 0;
}

/** The code and WeChat's text: given apart, or inside a whole answer that was pasted. */
function questionOf(asked: string, rest: string): { code?: number; text: string } {
  if (/^\s*-?\d{1,9}\s*$/.test(asked)) return { code: Number(asked), text: rest };
  const answer = `${asked} ${rest}`;
  const code = /"errcode"\s*:\s*(-?\d{1,9})/.exec(answer)?.[1];
  const text = /"errmsg"\s*:\s*"([^"]*)"/.exec(answer)?.[1] ?? "";
  return { ...(code !== undefined && { code: Number(code) }), text };
}

interface Arguments {
  readonly words: readonly string[];
  readonly tag?: string;
  /** The first option that we do not have. */
  readonly wrong?: string;
}

/** By hand, because `parseArgs` takes the code -1 for an option. */
function readArguments(args: readonly string[]): Arguments {
  const words: string[] = [];
  let tag: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const lang = /^--lang(?:=(.*))?$/.exec(word);
    if (lang) {
      tag = lang[1] ?? args[++at];
      if (!tag) return { words, wrong: word };
    } else if (/^--?[a-z]/i.test(word) && words.length < 2) return { words, wrong: word };
    else words.push(word);
  }
  return { words, ...(tag !== undefined && { tag }) };
}

function listOf(language: Language, width: number): string[] {
  const label = LABELS[language];
  return [
    ...wrap(label.list, width),
    "",
    ...BEST_KNOWN.flatMap((code) => shortly(code, language, width)),
    "",
    ...label.usage.split("\n").flatMap((line) => wrap(line, width, "  ", "    ")),
  ];
}

function pageOf(diagnosis: Diagnosis, width: number): string[] {
  const { code, language, errmsg, inWords, see, page } = diagnosis;
  const label = LABELS[language];
  const start = `${code}  `;
  const section = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", heading, ...lines];
  const body = (text: string) => wrap(text, width, "  ");
  return [
    ...wrap(errmsg || label.untitled, width, start, " ".repeat(start.length)),
    ...section(label.cause, body(diagnosis.cause)),
    ...section(label.wire, clues(diagnosis).flatMap(body)),
    ...section(label.checks, numberedLines(diagnosis.checks, width)),
    ...section(label.retry, body(inWords.retry)),
    ...section(
      label.route,
      inWords.route.flatMap((way) => wrap(way, width, "  - ", "    ")),
    ),
    ...section(label.trigger, body(diagnosis.trigger)),
    ...section(label.purpose, body(diagnosis.purpose)),
    ...section(
      label.see,
      see.flatMap((one) => shortly(one, language, width)),
    ),
    ...section(label.page, page === undefined ? [] : [`  ${page}`]),
  ];
}

function clues({ wire, language }: Diagnosis): string[] {
  const label = LABELS[language];
  const { ips, field, rid, at, hint } = wire;
  return [
    ips && label.ips(ips.join(", ")),
    field && label.field(field),
    at !== undefined &&
      label.at(beijing(at), new Date(at).toISOString().slice(0, 19).replace("T", " ")),
    rid && label.rid(rid),
    hint && label.hint(hint),
  ].filter((line) => typeof line === "string");
}

function numberedLines(checks: readonly string[], width: number): string[] {
  return checks.flatMap((check, index) => wrap(check, width, `  ${index + 1}. `, "     "));
}

/** A code with the first statement of its cause. */
function shortly(code: number, language: Language, width: number): string[] {
  const { cause } = diagnose(code, { language });
  const [first = cause] = cause.split(language === "zh" ? /[。：]/ : /[.:](?:\s|$)/);
  const start = `  ${String(code).padStart(5)}  `;
  return wrap(`${first}${language === "zh" ? "。" : "."}`, width, start, " ".repeat(start.length));
}

/** What somebody typed, safe to repeat in a sentence. */
function shown(what: string): string {
  const clean = what.replace(/\p{C}+/gu, " ");
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean;
}

/**
 * Characters that take two columns. Curly quotes, dashes and the ellipsis take one or two, depending on
 * the terminal; counted as two, no line is ever too long.
 */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uffef“”‘’…—·]/u;
const NO_START = /[，。；：！？、）》」』”’…—·,.;:!?)\]}]/u;
const NO_END = /[（《「『“‘([{]/u;

/** How many columns a text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text)
    columns += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/**
 * Breaks a text into lines of at most `width` columns: at blanks, and between Chinese characters, but
 * with no closing mark at the start of a line and no opening one at its end. The first line begins with
 * `first`, the others with `others`.
 */
export function wrap(
  text: string,
  width: number,
  first = "",
  others = " ".repeat(columnsOf(first)),
): string[] {
  const room = width - Math.max(columnsOf(first), columnsOf(others));
  const lines: string[] = [];
  let line = first;
  let begun = false;
  for (const unit of unitsOf(text, room)) {
    if (begun && columnsOf(line + unit) > width) {
      lines.push(line);
      line = others;
      begun = false;
    }
    line += begun ? unit : unit.trimStart();
    begun = true;
  }
  return [...lines, line];
}

/** The parts of a text that stay on one line; a blank belongs to the part after it. */
function unitsOf(text: string, room: number): string[] {
  const units: string[] = [];
  let unit = "";
  let before = "";
  for (const character of text.trim().replace(/\s+/g, " ")) {
    const apart = unit !== "" && mayBreak(before, character);
    // What is longer than a line, an address for example, is cut wherever the line ends.
    if (apart || columnsOf(unit.trimStart() + character) > room) {
      units.push(unit);
      unit = "";
    }
    unit += character;
    before = character;
  }
  return unit === "" ? units : [...units, unit];
}

function mayBreak(before: string, after: string): boolean {
  if (after === " ") return true;
  if (before === " ") return false;
  return (WIDE.test(before) || WIDE.test(after)) && !NO_START.test(after) && !NO_END.test(before);
}

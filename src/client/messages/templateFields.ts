import { SendError } from "../../errors.ts";

/** What a field of one kind may hold. */
interface FieldRule {
  /** In characters. */
  readonly most: number;
  /** What the field is, for people. */
  readonly what: string;
  readonly is?: RegExp;
}

const DAY_AND_TIME = /^(?=.*\d)[\d年月日号时点分秒:：\-/.~～至 ]+$/u;

/**
 * The kinds of fields, by which their names begin: `thing1`, `time2`. Templates older than these names (`first`,
 * `keyword1`) are not checked; neither are `const` and `enum`, whose words each template sets itself.
 *
 * Source: the subscription guide's table of parameters (outbound 4.3), as of 2026-11-30. Where a page is unclear,
 * these rules allow more: whatever they refuse, WeChat refuses with 47003.
 */
const RULES: Readonly<Record<string, FieldRule>> = {
  thing: { most: 20, what: "a text" },
  number: { most: 32, what: "a number", is: /^-?\d+(?:\.\d+)?$/ },
  letter: { most: 32, what: "Latin letters", is: /^[A-Za-z]+$/ },
  symbol: { most: 5, what: "symbols", is: /^[^\p{L}\p{N}]+$/u },
  character_string: { most: 32, what: "digits, Latin letters and symbols", is: /^[\x20-\x7e]+$/ },
  time: { most: 64, what: "a time like 15:01 or 2026年10月1日 15:01", is: DAY_AND_TIME },
  date: { most: 64, what: "a day like 2026年10月1日", is: DAY_AND_TIME },
  amount: {
    most: 20,
    what: "an amount like ¥12.50 or 12.5元, of up to ten digits",
    is: /^[^\d\s]{0,3}\d{1,10}(?:\.\d+)?元?$/u,
  },
  phone_number: { most: 17, what: "a telephone number", is: /^[\d+\-() ]+$/ },
  car_number: { most: 8, what: "a number plate" },
  name: { most: 20, what: "a name: ten Chinese characters, or 20 Latin letters" },
  phrase: { most: 5, what: "Chinese characters", is: /^\p{Script=Han}+$/u },
};

/** A name may have ten characters if one of them is Chinese, else 20. */
const CHINESE_NAME = 10;

type Data = Readonly<Record<string, { readonly value?: unknown } | string | null | undefined>>;

/** The first mistake in a template's data, as one sentence that names the field; undefined where there is none. */
export function fieldProblem(data: Data): string | undefined {
  for (const [name, given] of Object.entries(data)) {
    const value = typeof given === "object" ? given?.value : given;
    const rule = RULES[name.replace(/\d+$/, "")];
    if (rule === undefined || !/\d$/.test(name)) continue;
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text !== "string" || text === "")
      return `data.${name} is empty: WeChat wants ${rule.what}.`;
    const most = name.startsWith("name") && /\p{Script=Han}/u.test(text) ? CHINESE_NAME : rule.most;
    const length = [...text].length;
    if (length > most) {
      return `data.${name} has ${length} characters: WeChat takes ${most}, ${rule.what}.`;
    }
    if (rule.is?.test(text) === false) return `data.${name} is not ${rule.what}.`;
  }
  return undefined;
}

/** Throws a {@link SendError} (`template-field`) before WeChat would refuse the fields (47003). */
export function checkFields({ data }: { readonly data: Data }): void {
  const problem = bareField(data) ?? fieldProblem(data);
  if (problem !== undefined) throw new SendError("template-field", `${problem} Nothing was sent.`);
}

/** A field that is a bare text: WeChat would take it for empty. */
function bareField(data: Data): string | undefined {
  const bare = Object.entries(data).find(([, given]) => given != null && typeof given !== "object");
  return bare && `data.${bare[0]} is bare: WeChat wants { value: "…" }.`;
}

/** Checks a one-time subscription, which has two fields of its own. */
export function checkOneTime({
  title,
  data,
}: {
  readonly title: string;
  readonly data: Data;
}): void {
  const content = data.content;
  const { value = "" } = (typeof content === "object" && content) || {};
  const problem =
    tooLong("title", title, ONE_TIME_TITLE) ??
    tooLong("data.content", String(value), ONE_TIME_CONTENT);
  if (problem !== undefined) throw new SendError("template-field", `${problem} Nothing was sent.`);
}

/** Characters. Source: off:Message_Management/One-time_subscription_info */
const ONE_TIME_TITLE = 15;
const ONE_TIME_CONTENT = 200;

function tooLong(name: string, text: string, most: number): string | undefined {
  const length = [...text].length;
  return length > most ? `${name} has ${length} characters: WeChat takes ${most}.` : undefined;
}

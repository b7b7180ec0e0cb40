/**
 * What a number counts. "两桌" is two, but no answer to "how many people": counter words of something else are not taken
 * off where it is known what was asked for.
 */

/** What is counted: one of the usual things (`adults` are people without their children), or counter words of your own (`["杯", "cup", "cups"]`). */
export type Counted =
  | "people"
  | "adults"
  | "tables"
  | "rooms"
  | "nights"
  | "days"
  | "tickets"
  | readonly string[];

const PERSON =
  "个?(?:座位|位子|位置|座儿?|席位|席|人头)|个?大人|人次|[个位名](?:客人|大人|成人|成年人|大男人|贵宾|嘉宾|来宾|顾客|同事|同学|学生|老师|家长|女生|男生|姐妹|兄弟|小伙伴|伙伴|成员|队员|代表)|个人(?:过?[来去]|到|吃饭?|用餐|就餐)?|口之家|口人|[个位人名口]";
const PERSON_EN =
  "people|persons?|peeps|folks|ppl|guests?|adults?|grown-?ups|diners|pax|of us|in total|in all|seats";

interface Counters {
  /** Behind a number, without a gap. */
  readonly han: string;
  /** Behind a number and perhaps a blank. */
  readonly latin: string;
  /** In a question: this is counted. */
  readonly asked: RegExp;
}

const HOW_MANY = "(?:几|多少)个?";
const USUAL: Readonly<Record<Extract<Counted, string>, Counters>> = {
  people: {
    han: PERSON,
    latin: PERSON_EN,
    asked: new RegExp(
      `${HOW_MANY}[位人名口](?!大人|成)|人数|how many (?:people|persons|guests|diners|of you|are you|will you be|are coming)|(?:party|group) size|size of your (?:party|group)|number of (?:people|persons|guests)`,
    ),
  },
  adults: {
    han: PERSON,
    latin: PERSON_EN,
    asked:
      /[几多少]+个?[位名]?(?:大人|成人|成年人)|how many (?:adults|grown-?ups)|number of adults/,
  },
  tables: {
    han: "[张桌台]|张?[桌台]子?|围[台桌]?|个",
    latin: "tables?",
    asked: new RegExp(`${HOW_MANY}张?[桌围台]|how many tables|number of tables`),
  },
  rooms: {
    han: "间(?:客?房间?|包[间房厢])?|个(?:房间|包[间房厢])|套房?|个",
    latin: "(?:bed)?rooms?",
    asked: new RegExp(`${HOW_MANY}(?:间|房间|包间)|how many rooms|number of rooms`),
  },
  nights: {
    han: "个?晚上?|夜",
    latin: "nights?",
    asked: new RegExp(`${HOW_MANY}[晚夜]|how many nights|number of nights`),
  },
  days: {
    han: "[天日]",
    latin: "days?",
    asked: new RegExp(`${HOW_MANY}[天日]|how many days|number of days`),
  },
  tickets: {
    han: "张?票|张|个",
    latin: "tickets?",
    asked: new RegExp(`${HOW_MANY}张(?![桌台])|${HOW_MANY}票|how many tickets|number of tickets`),
  },
};

const end = (han: string, latin: string) => new RegExp(`(?:${han})$| ?(?:${latin})$`);
const ANYTHING = end(
  `${PERSON}|[份张间桌件次杯瓶盒只本台套条碗盘袋箱包颗把辆支朵岁]`,
  `${PERSON_EN}|times|items|pieces|pcs|tickets|tables|rooms|copies`,
);
const OF_USUAL = new Map(
  Object.entries(USUAL).map(([kind, { han, latin }]) => [kind, end(han, latin)] as const),
);
const own = new WeakMap<readonly string[], RegExp>();

/** What may stand behind a number of these. Units of measure may not: they change how much it is. */
export function countersOf(counted: Counted | undefined): RegExp {
  if (counted === undefined) return ANYTHING;
  if (typeof counted === "string") return OF_USUAL.get(counted) ?? ANYTHING;
  let known = own.get(counted);
  if (known === undefined) {
    const words = counted.map((one) => one.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "\\$&"));
    known = end(["个", ...words].join("|"), words.join("|"));
    own.set(counted, known);
  }
  return known;
}

/** 要几斤, 买多少米: the question has its measure. */
const MEASURED =
  /(?:几|幾|多少)(公斤|千克|[斤两克米升杯瓶份束支枝箱袋盒罐包条件只碗盘本套串打])(?![\d月日])/u;

/** What a question asks for the number of, by its words in every language: 几位, "how many people". Undefined where they do not tell, or differ. */
export function countedIn(wordings: readonly string[]): Counted | undefined {
  const kinds = Object.keys(USUAL) as Extract<Counted, string>[];
  const found = kinds.filter((kind) =>
    wordings.some((words) => USUAL[kind].asked.test(words.toLowerCase().replace(/幾/g, "几"))),
  );
  if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  const measures = wordings.flatMap((words) => MEASURED.exec(words)?.[1] ?? []);
  const [measure, ...others] = new Set(measures);
  return measure === undefined || others.length > 0 ? undefined : [measure];
}

import { simplified } from "../../language/traditional.ts";

/**
 * How people say, in Chinese and English, that an answer shall change. This file only takes the words apart;
 * `amend.ts` finds the answer that is meant.
 */

/** One way to read a message as a correction. */
export interface Correction {
  /** The name that the message gives to the answer. */
  readonly name?: string;
  /** The words of the new value. */
  readonly value?: string;
  /** The words of the value that is refused: "not 6". */
  readonly was?: string;
  /** Whether it only counts if an answer has the value `was`: "turn the heating to 20" changes no booking. */
  readonly strict?: boolean;
  /** Whether the words ask for a change (改成, change to), or only refuse an answer (不是, no). */
  readonly asked: boolean;
}

/** Tested first, because most messages correct nothing. A name at the beginning is looked for too. */
const HINT =
  /[改换变调延迟提更修错误选不把将应是说]|\b(?:no|nope|not|wrong|change|correct|correction|edit|update|set|switch|make|meant?|instead|should|sorry|actually)\b/iu;

/** What may stand before a wish without changing it. */
const LEAD =
  /^(?:不好意思|抱歉|对不起|[你您]好|哎呀?|诶|欸|哦|噢|喔|啊|呃|额|嗯+|那个?|那就|麻烦(?:[你您])?|请问?|帮[我忙]|给我|可以|可不可以|能不能|能否|能|我?想要?|我?要(?=[改换变调更修])|我(?=[改换变调更修把])|要不|不如|先|再|等等|等一下|对了|(?:对|是的?|好的?|行)(?:[,，]|[,，]?(?:但是?|不过|只是|就是))|不过|但是?|就是(?=.*[改换变调])|只是|只要|oh|um+|please|can you|could you|can [iw]e?|could [iw]e?|i(?:'d| would) like to|i want to|let'?s|actually|wait|ok(?:ay)?|well|and|yes,? but|but)[\s,，、。…~～!！]*/iu;
const TAIL =
  /(?:[\s。.!！~～,，]|谢谢[你您]?|可以吗|可以么|行吗|行么|好吗|好不好|行不行|吧|哈|呀|啊|呗|吗|么|[?？]|\bplease|\bthanks|\bthank you)+$/iu;
const ASKED = /改成|改为|换成|change/iu;
const TO = String.raw`(?:一下)?(?:成|为|到|至|作|做|去|是)[\s:：,，]*`;
const CHANGE = "(?:[改换变调]|提前|提早|推迟|延后|延迟|更改|修改|更新|更正|调整)";

/** Ways to refuse a value and say another one instead. */
const REFUSED: readonly RegExp[] = [
  /^(?:不是|不要)(?<was>[^,，。;；]+?)[,，。;；\s]*(?:而是|应该是|是|要|改成|改为|换成)(?<value>.+)$/u,
  /^不是(?<was>[^,，。;；]+)[,，。;；\s]+(?<value>.+)$/u,
  /^(?:是|应该是)?(?<value>[^,，。;；]+?)[,，。;；\s]*(?:不是|而不是|不要)(?<was>.+)$/u,
  /^不[,，]\s*(?:(?:应该是|应该|是|改成|改为|换成|要)\s*)?(?<value>.+)$/u,
  /^(?:不是的?|不对|错了?|(?:我|刚才|刚刚)*(?:说|写|填|弄|搞|打|选)错了?|更正){1,3}(?:啊|哦|呀|了)*(?:[,，。;；!！\s]+|(?=应?该?是|改|换))(?:(?:我(?:说的)?)?(?:应该是|应该|是|改成|改为|换成|要)\s*)?(?<value>.+)$/u,
  /^(?:应该是|我说的是|我是说|我的意思是)[\s:：,，]*(?<value>.+)$/u,
  /^(?:no[, ]+)?(?:it'?s )?not (?:the )?(?<was>[^,，;]+?)(?:[,，;]\s*|\s+)(?:but|it'?s|it is|i meant?|rather)\s+(?<value>.+)$/iu,
  /^not (?:the )?(?<was>[^,，;]+)[,，;]\s*(?<value>.+)$/iu,
  /^(?<value>[^,，;]+?)[,，;\s]+(?:and )?not (?<was>.+)$/iu,
  /^(?:no|nope|wrong|sorry|correction|that'?s (?:wrong|not right))\b[^,，。:.]*[,，。:.]\s*(?:(?:it'?s|it is|it should be|should be|i meant?|make (?:it|that)|rather)\s+)?(?<value>.+)$/iu,
  /^(?:i meant?|i mean|it should be|should be|make (?:it|that))\s+(?<value>.+)$/iu,
];

/** Changes that name no answer. */
const PLAIN: readonly RegExp[] = [
  new RegExp(`^${CHANGE}${TO}(?<value>.+)$`, "u"),
  new RegExp(`^${CHANGE}(?:一下)?(?<value>.+)$`, "u"),
  /^还是(?:改成|换成|改为|要|订|选)?(?<value>.+?)(?:好了?|算了)?$/u,
  new RegExp(`^(?:[把将])?(?<old>.+?)${CHANGE}${TO}(?<value>.+)$`, "u"),
  /^(?<old>[^,，。;；不]+?)[改换](?<value>[^,，。;；]+)$/u,
  /^(?:change|switch|move|set|update)(?: it| that)? to (?:the )?(?<value>.+)$/iu,
  /^(?:change|switch|move|update) (?:the |my )?(?<old>.+?) to (?:the )?(?<value>.+)$/iu,
  /^(?<value>.+?) instead(?: of (?<was>.+))?$/iu,
];

/** Something is wrong, but the words do not say what. */
const VAGUE =
  /^(?:(?:[改换]|修改|更改)(?:一下|下)?|(?:有|哪里|哪儿)?(?:不对|错了|有误|写错了|填错了|说错了|弄错了|搞错了|输错了|打错了)|(?:信息|内容)(?:有误|不对|错了)|(?:i )?(?:want to |need to )?(?:change|correct|edit)(?: something| it| that)?|(?:that'?s |that is |it'?s |this is )?(?:wrong|not right|incorrect)|i made a mistake|correction)$/iu;

/**
 * The ways to read a message as a correction, the surest first; none for most messages. `names`: what the answers are
 * called.
 */
export function correctionsIn(text: string, names: readonly string[]): Correction[] {
  // One character for one: the words of a value are given back as they were typed.
  const simple = simplified(text);
  const typed = (words: string) => {
    const at = simple.indexOf(words);
    return at < 0 ? words : text.slice(at, at + words.length);
  };
  const found = correctionsOf(simple, names.map(simplified));
  if (simple === text) return found;
  return found.map(({ name, value, was, ...rest }) => ({
    ...rest,
    ...(name !== undefined && { name: names.find((one) => simplified(one) === name) ?? name }),
    ...(value !== undefined && { value: typed(value) }),
    ...(was !== undefined && { was: typed(was) }),
  }));
}

function correctionsOf(text: string, names: readonly string[]): Correction[] {
  const said = bare(text);
  const isNamed = names.some((name) => said.toLowerCase().includes(name.toLowerCase()));
  if (said === "" || (!isNamed && !HINT.test(said))) return [];
  const found: Correction[] = [];
  if (isNamed) found.push(...named(said, names));
  for (const pattern of REFUSED) {
    const { value, was } = pattern.exec(said)?.groups ?? {};
    if (value === undefined) continue;
    const inner = isNamed ? named(bare(value), names) : [];
    found.push(...inner, ...plain(bare(value)));
    found.push({
      value: trimmed(value),
      ...(was && { was: trimmed(was) }),
      asked: ASKED.test(said),
    });
  }
  found.push(...plain(said));
  if (VAGUE.test(said)) found.push({ asked: true });
  return found;
}

function plain(said: string): Correction[] {
  return PLAIN.flatMap((pattern) => {
    const { value, was, old } = pattern.exec(said)?.groups ?? {};
    if (value === undefined) return [];
    const before = old ?? was;
    // 改天 and 换人 ask for a change too, but not of an answer in words.
    const asked = pattern !== PLAIN[1];
    return [
      {
        value: trimmed(value),
        ...(before && { was: trimmed(before) }),
        ...(old && { strict: true }),
        asked,
      },
    ];
  });
}

/** Corrections that name what they change. The longest name that fits counts. */
function named(said: string, names: readonly string[]): Correction[] {
  return [...names]
    .sort((a, b) => b.length - a.length)
    .flatMap((name): Correction[] => {
      const n = `(?:我的|我们的|the |my |our )?${escaped(name)}`;
      const changes: readonly RegExp[] = [
        new RegExp(
          `^(?:[把将])?${n}[\\s,，:：]*(?:不是(?<was>[^,，。;；]+?)[,，。;；\\s]*)?(?:给我|要|想|需要|得|应该|请|帮我)*(?:${CHANGE}(?:一下)?(?:成|为|到|至|作|做|去|是)?|是|为|叫|[:：=])[\\s:：,，]*(?<value>.+)$`,
          "iu",
        ),
        new RegExp(
          `^${n}(?:错了|不对|写错了|填错了|说错了|有误|弄错了|搞错了|输错了)[,，。;；\\s]*(?:(?:应该)?是|改成|改为|换成|叫)?(?<value>.+)$`,
          "iu",
        ),
        new RegExp(
          `^${CHANGE}(?:一下)?${n}[\\s,，:：]*(?:成|为|到|至|作|做|是)?[\\s:：,，]*(?<value>.+)$`,
          "iu",
        ),
        new RegExp(
          `^(?:change|set|make|update|correct|move|switch) ${n}(?: to| into| =| as|:)? (?<value>.+)$`,
          "iu",
        ),
        new RegExp(`^${n}(?: (?:is|are|to|should be|now)|:| =)? (?<value>.+)$`, "iu"),
        new RegExp(`^${n}(?<value>.+)$`, "iu"),
      ];
      for (const pattern of changes) {
        const { value, was } = pattern.exec(said)?.groups ?? {};
        if (value === undefined || ASKS_FOR.test(value)) continue;
        // "人数四" is less clear than "人数改成四": it only counts if its words are an answer.
        const asked = pattern !== changes.at(-1) && pattern !== changes.at(-2);
        return [{ name, value: trimmed(value), ...(was && { was: trimmed(was) }), asked }];
      }
      const asks: readonly RegExp[] = [
        new RegExp(
          `^(?:${CHANGE}(?:一下|下)?|重新(?:选|填|输入|说|写)(?:一下)?|重[选填])${n}$`,
          "iu",
        ),
        new RegExp(`^${n}(?:${ASKS})$`, "iu"),
        new RegExp(`^(?:change|correct|edit|update|wrong) ${n}$`, "iu"),
        new RegExp(`^${n} (?:is|was) (?:wrong|not right|incorrect)$`, "iu"),
      ];
      return asks.some((pattern) => pattern.test(said)) ? [{ name, asked: true }] : [];
    });
}

const ASKS = `(?:要|想|需要)?(?:${CHANGE}|重新选|重选)(?:一下|下|了)?|错了|不对|写错了|填错了|说错了|有误|弄错了|搞错了|输错了`;
const ASKS_FOR = new RegExp(`^(?:${ASKS}|一下|is wrong|was wrong)$`, "iu");

/** The words without the politeness around a wish. */
function bare(text: string): string {
  let said = text.trim().replace(TAIL, "");
  for (;;) {
    const shorter = said.replace(LEAD, "");
    if (shorter === said || shorter === "") return said;
    said = shorter;
  }
}

function trimmed(value: string): string {
  return value.replace(/^[\s,，:：]+/u, "").replace(TAIL, "");
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

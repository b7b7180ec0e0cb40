import { type Fillers, politeWords } from "../tidy.ts";
import { wishesOf } from "./wishes.ts";

/**
 * The last way to look at a message: a value among words that leave it as it is, in whatever order they come, on both
 * sides of it. "给300块押金" and "电联1391-234-5678" are of words that are all known, and nobody can list such sentences.
 * One word that is not known, and nothing is understood: no refusal, no doubt, no number and no time is among them.
 */

const list = (words: string) => words.split(/[ |\n]+/).filter(Boolean);

/** On either side: who speaks, to whom, and particles. */
const AROUND = list(
  `我 我们 我们这边 我这边 咱 咱们 俺 俺们 我哋 我地 你 您 你们 大家 我家 我们家 我这里 这里 这边 我方 本人 自己 我自己
   了 嘛 呀 啊 啦 哈 哦 噢 喔 嗯 恩 呗 咯 哟 嘞 嘅 㗎 囉 啰 喇 噶 晒 先 都 就 就是 是 系 即系 这样 这么 好 好的 行 可以 ok 好嘞 得 就得 可
   老板 老板娘 亲 亲爱的 老师 师傅 店家 掌柜 美女 帅哥 小姐姐 姐 哥 同学 客服 您好 你好 哈喽 麻烦 麻烦你 麻烦您 拜托 唔该
   i we me us you the it is it's that that's this would be will just please pls ok okay yes yeah sure great good fine perfect works work
   for on make book reserve let's lets like want need have our my and so then hi hello ideally preferably ideal best
   刚好 正好 刚刚好 一共 总共 合共 共 反正 其实 直接 尽量 统一 暂时 暂定 暂且 目前 现在 今次 这次 这回 我看 我想 我觉得`,
);
/** Before it: what is done with it. */
const BEFORE = list(
  `那 那就 那么 就要 要 想 想要 需要 打算 准备 计划 希望 决定 请 帮 帮我 帮我们 帮忙 给 给我 给我们 替我 麻烦帮我 安排 预订 预定 预约 订 定 约 登记 写 填 留 记 记下 选 选择 报 用 按 按照
   订在 定在 约在 放在 改在 改成 改到 改为 换成 换到 安排在 安排到 订个 订一个 定个 来 来个 来一个 搞 搞个 弄 弄个 整 整个 有 只有 还是 不如 干脆 索性 最好 最好是 优先`,
);
/** Behind it. */
const AFTER = list(
  `的 哒 滴 就行 就行了 就好 就好了 就可以 就可以了 就成 就够 就够了 够了 够 足够 足够了 即可 为好 为宜 最好 好了 比较好 比较合适 合适 方便 没问题 没错 吧 好吧 行吧 可以的 就ok 都行吧
   这样 这个 那个 这种 那种 安排 安排一下 安排上 登记 登记一下 订 定 订上 订一下 记一下 帮我 走起 谢谢 多谢 谢谢你 谢谢您 麻烦了 辛苦 辛苦了 拜托了 唔该晒 搞定 thanks thank 而已 罢了`,
);

/** A message of more characters is a story. */
const LONGEST = 40;
/** So many middles are looked at; a message of known words has a dozen. */
const MOST = 48;

/** What is left of a clause when known words are taken off its ends, the longest first. */
export function* middlesOf(said: string, own: Fillers = NONE): Generator<string> {
  if (said.length > LONGEST) return;
  const { before, after } = wordsOf(own);
  let given = 0;
  const starts = reached(said, before);
  const ends = reached([...said].reverse().join(""), after).map((at) => said.length - at);
  const middles = starts
    .flatMap((start) => ends.map((end) => [start, end] as const))
    .filter(([start, end]) => end > start && end - start < said.length)
    .sort((one, other) => other[1] - other[0] - (one[1] - one[0]));
  const words = new Set(starts);
  for (const [start, end] of middles) {
    // 我 of 帮我订位子 is one of the known words, and not one person.
    if (words.has(end) || isInside(said, start) || isInside(said, end)) continue;
    const middle = said.slice(start, end).trim();
    if (middle === "" || own.value?.test(middle) === false) continue;
    yield middle;
    given += 1;
    if (given === MOST) return;
  }
}

/** Whether a Latin word or a number goes on at `at`. */
function isInside(said: string, at: number): boolean {
  const [before = "", behind = ""] = [said[at - 1], said[at]];
  return (
    (/[a-z']/.test(before) && /[a-z'\d]/.test(behind)) ||
    (/\d/.test(before) && /[\d.:]/.test(behind))
  );
}

/** Words by their first character. */
type Words = ReadonlyMap<string, readonly string[]>;

/** Where words of the list, one behind the other from the beginning, can end. */
function reached(said: string, words: Words): number[] {
  const found = new Set([0]);
  for (const at of found) {
    const next = /[ ,，、:：]/.test(said[at] ?? "") && at > 0 ? at + 1 : undefined;
    if (next !== undefined) found.add(next);
    for (const word of words.get(said[at] ?? "") ?? []) {
      if (said.startsWith(word, at)) found.add(at + word.length);
    }
  }
  return [...found];
}

const known = new WeakMap<Fillers, { readonly before: Words; readonly after: Words }>();

function wordsOf(own: Fillers) {
  const words = known.get(own);
  if (words !== undefined) return words;
  const wishes = wishesOf(own);
  const around = [...AROUND, ...(own.around ?? [])];
  const made = {
    before: byLetter([...around, ...BEFORE, ...politeWords.before, ...(wishes.before ?? [])]),
    after: byLetter(
      [...around, ...AFTER, ...politeWords.after, ...(wishes.after ?? [])].map((word) =>
        [...word].reverse().join(""),
      ),
    ),
  };
  known.set(own, made);
  return made;
}

function byLetter(words: readonly string[]): Words {
  return Map.groupBy([...new Set(words)].filter(Boolean), (word) => word[0] ?? "");
}

const NONE: Fillers = {};

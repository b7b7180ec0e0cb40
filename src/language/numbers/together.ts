import { chineseNumber } from "./chineseNumber.ts";
import { englishNumber } from "./englishNumber.ts";

/** How many people there are, by who they are: 我和我老公, 姐妹仨, 我和爸妈三个人, 两大一小. */

const SPOUSE =
  "(?:老公|老婆|太太|先生|丈夫|妻子|爱人|媳妇儿?|对象|男朋友|女朋友|男友|女友|wife|husband|partner|spouse|girlfriend|boyfriend|fiancee?)";
/** Two of age. Who comes with a child or with friends is asked: the question may be about adults, the friends may be many. */
const COUPLE = new RegExp(
  `^(?:我(?:和|跟|同|与|加)我?的?${SPOUSE}|我?${SPOUSE}(?:和|跟|同|与)我|(?:me|i|myself) and my ${SPOUSE}|my ${SPOUSE} and (?:me|i|myself))(?:两个?人?|2个?人|俩)?$`,
);
const OTHERS =
  "(?:(?:要好的|好|男|女|老)?(?:朋友|同事|同学|客户|客人|室友|闺蜜|家人|亲戚|兄弟|哥们儿?|姐妹)|friends?|colleagues?|cowork(?:er|mate)s?|mates?|others?|guests?)";
/** 我和两个朋友 are three: who comes along is counted. */
const AND_OTHERS = new RegExp(
  `^(?:我|俺|me|myself|i)(?:和|跟|同|与|加上?|带上?|,? and | plus | \\+ )(?<others>[^人]+?)[个位名]? ?(?:我?的?${OTHERS})$`,
);
/** "three plus me", "two friends and me". */
const AND_ME = new RegExp(
  `^(?<others>[a-z\\d]+)(?: ${OTHERS})? ?(?:,? and|,? plus|\\+) ?(?:me|myself|i)$`,
);
/** So many are those who speak. */
const OURSELVES = new Map([
  ...[
    "我自己 我一个 我一个人 自己 自己一个人 我1个 我1个人 我自己一个人 我自己一个 我 只有我 本人",
    "单人 得我1个 得我1个人 得我一个 得我一个人 净系我 得我",
  ]
    .flatMap((words) => words.split(" "))
    .map((one) => [one, 1] as const),
  ...["me", "myself", "just me", "only me", "just myself", "by myself", "me alone", "1 me"].map(
    (one) => [one, 1] as const,
  ),
  ..."我们俩 我俩 咱俩 咱们俩 我们两 两口子 小两口 夫妻俩 两公婆 双人 俩人儿"
    .split(" ")
    .map((one) => [one, 2] as const),
  ..."我们仨 咱仨 咱们仨 我们三个 三口子".split(" ").map((one) => [one, 3] as const),
  ...["the two of us", "two of us", "both of us", "the 2 of us"].map((one) => [one, 2] as const),
]);

const RELATIVES =
  "我的?|我们|咱们?|俺|爷孙|爷|娘|哥|姐|弟|妹|姐夫|嫂子|叔侄|师徒|爸爸?|妈妈?|爸妈|父母|爹|娘|老公|老婆|先生|太太|爱人|媳妇|孩子|小孩|儿子|女儿|闺女|宝宝|公婆|岳父|岳母|爷爷|奶奶|外公|外婆|姥姥|姥爷|哥哥?|姐姐?|弟弟?|妹妹?|兄弟|姐妹|姐弟|兄妹|母女|母子|父子|父女|祖孙|婆媳|夫妻|夫妇|情侣|闺蜜|室友|舍友|哥们儿?|朋友|女朋友|男朋友|同事|同学|对象|家人|一家|全家";
const MANY =
  "(?<many>[\\d一二两三四五六七八九十]{1,3})(?:个人|位|口人|口|个|人)|(?<few>[俩仨])(?:人)?";
/** 姐妹仨, 我和爸妈三个人, 情侣两位: all of them are counted. */
const ALL_OF_THEM = new RegExp(
  `^(?:${RELATIVES})(?:(?:和|跟|同|与|加|带|还有|、|,)?(?:${RELATIVES}))*,?(?:一共|总共|共|就|是)*(?:${MANY})$`,
);

/** So many people by who they are. The text is folded. */
export function peopleOf(said: string): number | undefined {
  const ourselves = OURSELVES.get(said);
  if (ourselves !== undefined) return ourselves;
  if (COUPLE.test(said)) return 2;
  const { others = "" } = (AND_OTHERS.exec(said) ?? AND_ME.exec(said))?.groups ?? {};
  const more = counted(others);
  if (more !== undefined && more > 0) return more + 1;
  const { many, few } = ALL_OF_THEM.exec(said)?.groups ?? {};
  if (few !== undefined) return few === "俩" ? 2 : 3;
  return many === undefined ? undefined : counted(many);
}

const ADULTS = "(?:个?(?:大人|成年?人|大)|位(?:大人|成人)|(?: ?(?:adults?|grown-?ups)))";
const CHILDREN = "(?:个?(?:小孩儿?|小朋友|孩子|儿童|小)|(?: ?(?:kids?|child(?:ren)?)))";
const BETWEEN = "(?:[,，、+]|和|跟|带着?|加上?|外加| ?,? and ?| ?, ?| ?\\+ ?| ?& ?| )?";
const SUM = new RegExp(
  `^(?:我们|一共|总共|共)*(?<big>[^,，\\s]+?)${ADULTS}${BETWEEN}(?<small>[^,，\\s]+?)${CHILDREN}(?:(?:,|，)?(?:一共|总共|共)(?<all>.+?)[个位人]*)?$`,
);

/** Adults and children together: 两大一小, 3大2小, "2 adults and 1 kid". Only where everybody is counted. */
export function adultsAndChildren(said: string): number | undefined {
  const { big = "", small = "", all } = SUM.exec(said)?.groups ?? {};
  const [adults, children] = [counted(big), counted(small)];
  if (adults === undefined || children === undefined) return undefined;
  const sum = adults + children;
  return all === undefined || counted(all) === sum ? sum : undefined;
}

function counted(words: string): number | undefined {
  if (words === "") return undefined;
  const value = /^\d+$/.test(words)
    ? Number(words)
    : words === "a" || words === "1"
      ? 1
      : (chineseNumber(words) ?? englishNumber(words));
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : undefined;
}

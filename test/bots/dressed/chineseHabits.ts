import {
  ALL,
  any,
  COUNTS,
  chinese,
  HAN,
  type Habit,
  MEASURES,
  of,
  several,
  VALUES,
  wished,
  without,
} from "./habit.ts";

/** Around what is said in Chinese, in Cantonese too. */
export const CHINESE: readonly Habit[] = [
  {
    name: "a sound or a greeting before it",
    meaning: "stays",
    fits: of(ALL, chinese),
    ways: several(
      "嗯，{}|嗯{}|嗯嗯，{}|哦，{}|哦{}|你好，{}|您好，{}|你好 {}|那就{}|那{}|就{}|不好意思，{}|那个，{}|呃，{}|额…{}|嗯…{}|亲，{}|老板，{}|哈哈，{}|对了，{}|emmm，{}|在的，{}|这样吧，{}|早上好，{}",
    ),
  },
  {
    name: "an acknowledgement before it",
    meaning: "stays",
    fits: of(without("yesNo"), chinese),
    ways: several(
      "好的，{}|好，{}|好吧，{}|行，{}|行吧，{}|可以，{}|嗯嗯好的，{}|收到，{}|没问题，{}|OK，{}",
    ),
  },
  {
    name: "a wish before it",
    meaning: "stays",
    fits: wished(chinese),
    ways: several(
      "我想要{}|我要{}|我选{}|还是{}|要{}|想要{}|我想选{}|我觉得{}|就要{}|先{}|就选{}|要不{}|要不就{}|那我要{}|那我选{}|那还是{}|就定{}|定{}|暂定{}|我们要{}|我们选{}|麻烦{}|麻烦帮我选{}|帮我选{}|请帮我安排{}|给我安排{}|我这边{}|最好{}",
    ),
  },
  {
    name: "an order before it",
    meaning: "stays",
    fits: of([...COUNTS, "choice", "dateTime", "date", "time"], chinese),
    ways: several("帮我订{}|麻烦订{}|我想订{}|我要订{}|给我留{}|帮我留{}|麻烦帮我订{}|订{}"),
  },
  {
    name: "a particle behind it",
    meaning: "stays",
    fits: of(ALL, (text) => HAN.test(text)),
    ways: several("{}吧|{}呀|{}哈|{}啦|{}哦|{}呗|{}喔|{}啊|{}噢|{}哈～|{}吧~|{}哟"),
  },
  {
    name: "thanks behind it",
    meaning: "stays",
    fits: of(ALL, chinese),
    ways: several(
      "{}谢谢|{}，谢谢|{} 谢谢|{}，麻烦了|{}，辛苦了|{}，多谢|{}，谢谢啦|{}，谢谢您|{}，麻烦您了|{}，拜托了|{}，谢谢老板|{}，辛苦啦",
    ),
  },
  {
    name: "that it will do",
    meaning: "stays",
    fits: of(VALUES, chinese),
    ways: several(
      "{}就行|{}就可以了|{}就好|{}就可以|{}就行了|{}吧就|{}好了|{}，就这样|{}，没错|{}，就这个|{}就ok|{}，好的|{}可以|{}也行|{}没问题",
    ).filter((way) => !["{}吧就", "{}也行"].includes(way)),
  },
  {
    name: "marks and signs",
    meaning: "stays",
    fits: of(ALL, any, false),
    ways: several(
      '{}。|{}！|{}~|{}～|{}!!|{}.|{}…|{}...| {} |\n{}\n|{}。。|“{}”|「{}」|【{}】|({})|"{}"|{}[微笑]|{}😊|{}🙏|{}[OK]|{}/::)|{}👌|[愉快]{}|{}[抱拳][抱拳]|😄{}|{}，|{}、|{} 🌹|{}[呲牙]|{}😂😂',
    ),
  },
  {
    name: "said twice",
    meaning: "stays",
    fits: (said) => of(VALUES, any)(said) && said.text.length <= 8 && !/^\d+$/.test(said.text),
    ways: several("{}，{}|{}！{}！|{}。{}。"),
  },
  {
    name: "said twice in one breath",
    meaning: "may",
    fits: (said) => of(VALUES, any)(said) && said.text.length <= 8 && !/^\d+$/.test(said.text),
    ways: several("{}{}|{} {}"),
  },
  {
    name: "Cantonese around it",
    meaning: "stays",
    fits: wished(chinese),
    ways: several(
      "我想要{}啦唔該|{}啦|{}得喇|唔該{}|{}唔該|就{}啦|我要{}呀|{}喇|咁就{}啦|{}就得|{}就得喇|麻煩{}|{}啦，唔該晒|係{}",
    ),
  },
  {
    name: "why",
    meaning: "stays",
    fits: of([...MEASURES], (text) => HAN.test(text)),
    ways: several(
      "{}，我下班晚|{}，因为要接孩子|{}，要赶飞机|{}，家里有老人|{}，路上堵|{}吧，方便些|因为要上班，{}|{}，给您添麻烦了|{}，朋友过生日",
    ),
  },
  {
    name: "why, beside a choice",
    meaning: "may",
    fits: of(["choice"], (text) => HAN.test(text)),
    ways: several("{}，安静点|{}，方便些|{}，离我近|{}，带着孩子|{}，人多"),
  },
  {
    name: "a question of manners behind it",
    meaning: "may",
    fits: of(VALUES, chinese),
    ways: several("{}可以吗|{}，可以吗|{}行吗|{}好吗|{}可以不|{}，行不行|{}，好不好"),
  },
  {
    name: "asked",
    meaning: "asks",
    fits: of(ALL, chinese),
    ways: several("{}吗|{}？|{}？？|{}是什么意思|{}么？|{}吗？|为什么{}|{}是不是|{}对吗|{}?"),
  },
  {
    name: "asked about",
    meaning: "asks",
    fits: of(VALUES, chinese),
    ways: several(
      "{}有位吗|{}有吗|{}还有吗|{}多少钱|{}行不行|{}怎么样|{}够不够|{}有没有|{}可不可以|有没有{}|有{}吗|{}会不会太多|能不能{}|可以{}吗|{}贵不贵|是{}吗|是不是{}",
    ),
  },
  {
    name: "guessed",
    meaning: "asks",
    fits: of(VALUES, chinese),
    ways: several(
      "可能{}|大概{}|应该是{}|也许{}|估计{}|{}左右|好像是{}|差不多{}|大约{}|应该{}|{}吧，可能|{}，不确定|{}，还没定|我猜{}|说不定{}|{}，到时候再看|或许{}|{}吧大概|不一定{}|{}，不一定",
    ),
  },
  {
    name: "refused",
    meaning: "asks",
    fits: of(VALUES, chinese),
    ways: several(
      "不是{}|不要{}|{}不行|除了{}|{}不要|别{}|不想{}|{}不可以|{}除外|{}都不行|{}以外|非{}|{}不合适|我不要{}|不选{}|千万别{}|唔要{}|{}唔得|唔係{}|{}就算了|反正不是{}|{}来不了",
    ),
  },
  {
    name: "one of two",
    meaning: "asks",
    fits: of(VALUES, chinese),
    ways: several(
      "{}还是{other}|{}或者{other}|{}或{other}|{}或者{other}都行|{}，{other}也行|{}要么{other}|要么{}要么{other}|{}、{other}都可以|{}，不行就{other}|{}/{other}",
    ),
  },
  {
    name: "under a condition",
    meaning: "asks",
    fits: of(VALUES, chinese),
    ways: several(
      "如果{}|{}的话|如果可以就{}|要是有位就{}|没位就{}|{}，如果有位|{}，如果不下雨|有优惠就{}|{}，但要看天气|除非{}|万一{}",
    ),
  },
  {
    name: "a bound",
    meaning: "asks",
    fits: of(MEASURES, chinese),
    ways: several(
      "{}之前|{}以内|至少{}|最多{}|{}以上|超过{}|不到{}|{}以下|不超过{}|{}多|起码{}|少于{}|最晚{}|最早{}",
    ),
  },
  {
    name: "somebody else's, or another time's",
    meaning: "asks",
    fits: of(VALUES, chinese),
    ways: several(
      "他们说{}|上次是{}|我朋友说{}|隔壁桌{}|本来是{}|原来{}|以前是{}|人家都{}|我老婆想要{}|听说{}|别人{}|昨天订的是{}",
    ),
  },
  {
    name: "put off",
    meaning: "asks",
    fits: of(VALUES, chinese),
    ways: several(
      "{}，再看看吧|{}吧，我再想想|{}，等我问问|{}，先别订|{}我考虑一下|等等，{}？|{}，算了|{}再说吧|我问问{}",
    ),
  },
];

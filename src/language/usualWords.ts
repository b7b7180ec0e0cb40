import { undecorated } from "./decoration.ts";
import { fold, withoutFillers } from "./tidy.ts";

/** Words that are a whole answer or a whole wish, in the folded form of `tidy.ts`. */
const list = (words: string) => new Set(words.split(/[|\n]\s*/));

export const YES = list(
  `是|是的|是啊|是滴|是这样|是这样的|对|对的|对啊|对头|好|好的|好啊|好滴|好哒|好嘞|好了|行|行的|可以|可以的|没问题|没错|没毛病|不错
  嗯|嗯嗯|嗯呢|要|要的|确认|确认一下|确认无误|无误|正确|确定|同意|当然|当然可以|当然要|必须|必须的|就这样|就这个|就它|定了|成|成交|妥|妥了|中
  yes|yeah|yep|yup|y|sure|sure thing|ok|okay|okey|okk|k|kk|ok的|of course|sounds good|sounds great|looks good|good|great|fine|perfect
  alright|all right|that's right|that's correct|that is right|that is correct|correct|right|exactly|indeed|agreed|i agree|affirmative
  that works for me|that works for us|works for us|suits me|go ahead|please do|do it|let's do it|that works|works for me|no problem|why not|certainly|absolutely|definitely|i do|yes i do|yes it is
  that's fine|that is fine|fine by me|fine with me|cool|sounds like a plan|i'm sure|yes sir|欧了|得|嗯哼|没错没错|这样没错|是这样没错
  没有问题|木有问题|没得问题|完全没问题|没意见|没有意见|无异议|没有异议|冇问题|冇意见|冇错|系|系的|系啊|正是
  得嘞|中嘞|好勒|好咧|行嘞|妥妥的|阔以|口以|可|要得|好得很|成吧|准|恩|恩恩|嗯呐|嗯嗯嗯|好der|好耶|哦了|ojbk|好叻|梗系|当然系
  就按这个来|按这个来|按这个|就按这个|就这么定了|就这么定|这么定了|就这么办|就这么着|就这样定了|就这样办|就它了|就这个了|就是这个|就是它|就是这样|就是的
  就这些|没有错|没错的|是没错|确认预订|确认预定|确认下单|确认提交|确认订单|确认的|确定了|确定的|确定无误|我确认|我确定|信息无误|信息正确|内容无误
  同意的|我同意|愿意|我愿意|乐意|需要|需要的|我需要|那当然|那必须|那必须的|必须滴|对滴|对哒|有|有的|解决了|已经解决了|定|就定这个
  订|就订|订了|下单|预订|预定|提交|可以订|可以预订|确认没问题|全对|都对|都正确|完全正确|非常好|很好|挺好|太好了|好极了|满意
  欧克|好嘟|得行|没疑问|没有疑问|没啥问题|没什么问题|没什么意见|肯定|肯定的|一定|一定的|绝对|绝对的|真的|很满意|非常满意|安排|安排上|能|能的|会|会的|选一|第一个
  yes i did|yes we do|yes we are|yes we did|yes i have|yes it was|we do|we are|i did|true|no problem at all|no objection|no objections
  yes of course|yes i am|i am|yes i'm sure|it is|that's it|that's me|you bet|by all means|that'd be great|that would be great|that would be nice
  that'd be nice|that would be lovely|sounds good to me|looks good to me|looks right|looks correct|go for it|aye|roger|all good|good to go|lgtm
  works|okie|okey dokey|okie dokie|righto|very well|np|yas|ya|yea|totally|for sure|100%|yes do|yes please do|yes go ahead|please|yes book it|book it
  confirm|confirmed|i confirm|yes confirm|all correct|that's all correct|everything is correct|quite right|spot on|yes i would|i would|i'd like that
  i'd love to|yes i'd like that|yes that's it|yes that's me|fine thanks|of course yes|it's correct|it's right|yes it's correct|yes it's right
  heck yes|hell yes|oh yes|yes indeed|that'd be lovely|that would be perfect|that'd be perfect|that would be wonderful|that'd be wonderful`,
);

/** 不订了, 我不要了, 算了不弄了. What one does not want any more (不想要了, 不去了) may as well be a reason that was asked for. */
const GIVEN_UP = ["", "我", "我们", "算了", "算了我"].flatMap((who) =>
  "要 办 订 定 约 弄 填 预订 预定 预约 想办 想订 想弄 想填"
    .split(" ")
    .map((verb) => `${who}不${verb}了`),
);
/** Refuses what is offered; where nothing is, it ends what is under way. */
export const REFUSE = new Set([
  ...list(
    "算了|还是算了|算了算了|never mind|nevermind|forget it|forget about it|i changed my mind",
  ),
  ...GIVEN_UP,
]);

const REFUSES = list(
  `否|不|不是|不是的|不是这个|不是这样|不要|不要了|不行|不行的|不可以|不可以的|不用|不用了|不用麻烦|不用麻烦了|不了|不对|不正确|错|错了
  不好|不同意|不愿意|不想|不想要|算了|还是算了|取消|没有|没|别|别了|免了|不需要|没必要|不必|不必了|当然不|当然不要|不确认|绝不
  不办了|never mind|nevermind|forget it|先不|先不用|先不要|先不了|先算了|暂不|暂时不|暂时不用|暂时不要|还是不用了|还是不要了
  no|nope|nah|n|no thanks|no thank you|not really|not now|not yet|not today|not at all|no need|not necessary|rather not|i'd rather not
  don't|do not|cancel|of course not|absolutely not|i don't think so|never|no way|i don't|wrong|that's wrong|incorrect|not correct
  not interested|i don't want that|i don't want to|i don't want it|please don't|i'm good
  不感兴趣|没兴趣|没有兴趣|拒绝|我拒绝|不接受|不考虑|不打算|不办|不订|不订了|不买|不买了|不去了|不来了|不约|不啦|不需要了|暂时不需要|目前不需要
  现在不需要|现在不用|现在不要|暂时还不需要|暂时不想|先不需要|今天不了|还没|还没有|没呢|尚未|莫得|没得|木有|冇|冇得|没有了|没了|无|不中|不成|不ok
  不可|免了吧|算咯|拉倒|唔使|唔使了|唔要|唔要了|唔系|唔系的|唔好|唔得|唔对|唔想|唔需要|唔同意|未|未有|不是这样的|不是我要的|不是我的|不是我
  不对的|不正确的|有误|有错|信息有误|信息不对|信息错了|搞错了|弄错了|写错了|填错了|不想要了|不想了|没解决|没有解决|还没解决|还没有解决
  不满意|不喜欢|不愿意了|不参加|不参加了|不报名|不确认预订|先放着|不下单|不提交|才不|才不要|千万别|千万不要|哪有|绝对不|绝对不要|用不着|没那必要
  不能|不会|不会的|选二|第二个|不太行|不太好|不太对|不太想|不大行|算啦|唔可以|唔洗|唔驶|唔制
  no i didn't|no we don't|no we aren't|no we didn't|we don't|we didn't|i didn't|false|certainly not|that's incorrect|that is incorrect
  that's not correct|that is not correct|no that's incorrect|that isn't correct|no that's not correct
  no it isn't|no it's wrong|naw|nay|none|not for me|not this time|no i don't|no i'm not|no i am not|i'm not|i am not|it isn't|it is not
  that's not it|that isn't right|that is not right|that is wrong|i'd prefer not|i'd prefer not to|i don't want|don't want|don't want to|i do not
  i don't need it|i don't need that|don't need it|not needed|hell no|no chance|please no|no please|no don't|no do not|no not yet|no not now
  thanks but no thanks|no i wouldn't|no i haven't|i haven't|not correct at all|not interested thanks|no it's not right|no that's wrong|no that's not right
  no longer|not anymore|not any more|no more|nothing more|nothing else thanks|no nothing
  not right|that's not right|it's not|no it's not|negative|还不是|先别|先别了|不要好了|不用好了`,
);

export const NO = new Set([...REFUSES, ...REFUSE]);

/** Ends what is being said. */
const STOP = list(
  `停|停止|停下|停一下|停停|停止回答|停止输出|别说了|别讲了|别说|不要说了|打断|打住|闭嘴
  stop|stop it|stop please|hush|shut up|停止生成|停了`,
);
/** Ends what is under way. */
export const CANCEL = new Set([...REFUSE, ...list(`取消|退出|停止|结束|cancel|quit|exit|stop`)]);
/** A person is asked for. */
export const HUMAN = list(
  `人工|人工客服|人工服务|转人工|转人工客服|找人工|客服|我要人工|真人|human|agent|operator|a human|talk to a human|speak to a human
  real person|talk to a person|speak to an agent|talk to an agent|customer service`,
);
const WANTS_HUMAN = [
  /^(?:我们?|咱们?)?(?:想|要|需要|能不能|能|可不可以|可以|麻烦|请|快|赶紧|直接|马上|现在|立刻)*(?:您|你)?(?:帮我|给我|替我|请)?(?:马上|快|直接|赶紧|现在)?(?:(?:转|找|要|叫|接|换|联系|呼叫|接通|有没有|有|来)(?:接|到|一?个|一下|成|为)*(?:人工|真人|活人|客服|工作人员)|(?:找|叫|换|转)个?人)(?:人工|客服|服务|人员|来|说话|接待|处理)*(?:吧|啊|呢|吗|行不行|行吗|可以吗|好吗)*$/,
  /^人(?:呢|在哪里?|在吗|工呢)$/,
  /^(?:can|could|may) (?:i|you) (?:please )?(?:talk|speak|chat|connect me|transfer me|put me through) (?:to|with) (?:an?|the|some|your)? ?(?:real |live |human )*(?:human|person|agent|someone|somebody|operator|representative|people)$|^(?:please )?(?:i (?:want|need|would like|'d like) (?:to (?:talk|speak|chat) (?:to|with) )?|i'd like to (?:talk|speak) (?:to|with) |let me (?:talk|speak) to |get me |connect me (?:to|with) |transfer me to )(?:an?|the|some)? ?(?:real |live |human )*(?:human|person|agent|someone|somebody|operator|representative)$/,
];

/** What is longer is a story, and patterns must not be let loose on it. */
const LONGEST_WISH = 60;

/** Whether a person is asked for, in whatever words: 人工, 给我转人工！, 人呢, can I talk to someone. */
export function wantsHuman(bare: string): boolean {
  if (bare.length > LONGEST_WISH) return false;
  return HUMAN.has(bare) || WANTS_HUMAN.some((pattern) => pattern.test(bare));
}

/** Back to the bot, said while a person is waited for. */
export function wantsBack(text: string): boolean {
  const said = withoutFillers(fold(text));
  return (
    BACK.has(said) ||
    CANCEL.has(said) ||
    /^(?:不用了?|不等了?|算了|继续|机器人|回到?机器人|转机器人|bot|the bot|go on|continue)$/.test(
      said,
    )
  );
}

/** How it goes on is asked. */
export const HELP = list(`帮助|帮忙|求助|怎么用|说明|help|help me|what can i do|what can you do`);
/** The step before is wanted. */
export const BACK = list(`上一步|返回|后退|回到上一步|back|go back|previous|undo`);
/** Not understood, say it again. */
export const REPEAT = list(`再说一遍|再说一次|重复|什么|repeat|again|say again|pardon|sorry|what`);
/** From the beginning. */
export const RESTART = list(`重新开始|重来|从头开始|重新来|restart|start over|start again`);
const POLITE_END =
  "[啊呀哈啦哦噢呢哟喔!！。.~～,，、 ]*(?:姑娘|小姐姐?|老师|老板|亲|您|你|了|啦)?[啊呀哈啦哦!！。.~～ ]*";
const CLOSED =
  "好[的嘞哒滴吧]?|行[吧啊]?|嗯+|可以了?|ok(?:ay)?|okk|收到|知道了|明白了?|了解了?|没(?:有|什么)?(?:别的|其他|其它|什么|啥)?(?:的)?(?:问题|事儿?|需要)?了|就这样吧?|就这些|再见|拜拜|回见|bye(?: bye)?|good ?bye|see you|that'?s all|that is all|nothing else|no,? that'?s (?:all|it)|got it|great|perfect";
const THANKED =
  "(?:真的?是?|太|十分|非常|多多?)?(?:谢谢|多谢|感谢|谢啦|谢了|辛苦|麻烦)(?:您|你|你们|您们|大家)?(?:了|啦)?|(?:many )?thanks(?: a lot| so much)?|thank you(?: very much| so much)?|thx|ty|cheers|3q";
const THANKS = new RegExp(
  `^(?:(?:${CLOSED})${POLITE_END}){0,2}(?:${THANKED})${POLITE_END}(?:(?:${CLOSED})${POLITE_END})?$`,
);
const CLOSES = new RegExp(`^(?:(?:${CLOSED})${POLITE_END}){1,3}$`);

/** What ends a talk: thanks, or a word after which nothing is wanted (好的，没有了). Undefined for anything else. */
export function closingOf(text: string): "thanks" | "closing" | undefined {
  const said = undecorated(fold(text)).trim();
  if (said.length > 40) return undefined;
  if (THANKS.test(said)) return "thanks";
  return CLOSES.test(said) ? "closing" : undefined;
}

/** A greeting and nothing else: 你好, 在吗, hi there. */
export function isGreeting(folded: string): boolean {
  return /^(?:(?:你|您|大家)们?好|在(?:吗|不在|么)?|有人(?:吗|在吗|在)|哈喽|嗨|喂|早(?:上好)?|(?:上午|下午|晚上|中午)好|请问(?:一下)?|打扰(?:一下|了)?|咨询(?:一下)?|hi|hello|hey|hi there|hello there|good (?:morning|afternoon|evening)|anyone there)[啊呀哈呢,，。!！?？~\s]*(?:(?:亲|姑娘|老板|在吗|请问)[啊呀,，。!！?？~\s]*)?$/.test(
    folded,
  );
}

/** Something is told or asked: no greeting, no single word. */
export function isSentence(text: string): boolean {
  const said = fold(text);
  if (closingOf(text) !== undefined || isGreeting(said)) return false;
  return (
    /\p{Script=Han}{4}/u.test(said) ||
    /[a-z']{2,} [a-z']{2,} [a-z']{2,}|(?:[a-z'\d]+ ){3}[a-z']+/.test(said)
  );
}

/** Said at a summary: something in it is wrong. Other refusals are of the whole. */
export function saysWrong(text: string, tapped?: string): boolean {
  if (tapped !== undefined) return tapped === "no";
  const said = withoutFillers(fold(text));
  return WRONG.test(said);
}
const WRONG =
  /^(?:2|否|不|不是的?|不对的?|不太对|不正确|不行|错了?|有误|有错|有问题|.*(?:错了|不对|有误|有错)|no|nope|nah|not (?:quite|right|correct)|wrong|incorrect|.*(?:wrong|not right|not correct|incorrect)|false)$/;

/** One question is left out. */
const SKIP = list(`跳过|略过|不填|先不填|无|没有|没|暂无|skip|skip it|none|no|n/a|nil`);

export function isSkip(text: string): boolean {
  return SKIP.has(withoutFillers(fold(text)));
}

/** Whether somebody wants what is being said to end. */
export function isStop(text: string): boolean {
  return STOP.has(withoutFillers(fold(text)));
}

/** Whether somebody ends what is under way; `yesNo` is whether he was asked for yes or no. */
export function isCancel(text: string, yesNo = false): boolean {
  const said = withoutFillers(fold(text));
  return CANCEL.has(said) && !(yesNo && REFUSE.has(said));
}

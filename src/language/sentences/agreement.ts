/**
 * Yes and no as people build them, where no list has them all: who finds it good (我这边没问题, 我看行), what is to be done
 * (就这样订吧, 帮我订上), and that all of it is right (信息都对, "everything looks good"). Folded text, without fillers.
 */

const WHO =
  "(?:那|嗯+|好的?|行|对|是的?|就|也|我们?|咱们?|我们?这边|我这里|我个?人|我老婆|看|看了下?|看过了?|觉得|感觉|看着|看起来|看上去|检查(?:过|了|好)+|核对(?:过|了|好)+|目前|暂时|确实|当然|肯定|必须|绝对|真的|完全|非常)*";
const ALL =
  "(?:(?:信息|内容|资料|以上|这些|上面|这样|这个|订单|预订|一切|其他|其它|别的|全部|全都|统统|通通|样样|都|全|写得|填得)(?:的|信息|内容)?)*";
const NOTHING_WRONG =
  "(?:[没冇木莫](?:有|得)?(?:啥|什么|任何|半点)?(?:问题|毛病|意见|异议|疑问|错误?)|无问题|没错|冇错|无误|正确|准确|对(?!不)|ok|okay)";
const GOOD = "(?:可以|好|行|成|ok|okay|同意|赞成|支持|要|需要|愿意|中意|喜欢)";
const TAIL = "(?:的|了|呀|啊|哦|呢|啦|滴|哒|吧)*";
const DOING =
  "(?:订|定|预订|预定|预约|下单|提交|安排|确认|确定|办理?|弄|来|整|搞|登记|报名|执行|操作|加|要|拿|买|开|约|留|预留|备|准备)";

const YES = [
  /^(?:那|我|我们|可|真|真是?|当然|简直|太|正|很|挺|非常|十分|实在)*(?:正有此意|正合我意|正想|求之不得|巴不得|敢情好|再好不过|可以|可行|有必要|有兴趣|需要|想要|乐意|愿意|感兴趣|欢迎|没得说|好极|棒|赞|妙|完美|合适|满意|靠谱|能行|能成|要得|行)(?:了|的|啊|呀|啦|哦|呢|得很)*$/u,
  new RegExp(
    `^${WHO}${ALL}(?:${GOOD}的)?(?:(?:确认|核对)?${NOTHING_WRONG}${TAIL}){1,2}(?:老铁|亲|老板)?$`,
    "u",
  ),
  new RegExp(`^${WHO}${GOOD}(?:一[个份张]|个)?${TAIL}$`, "u"),
  new RegExp(
    `^(?:那|就|也|嗯|好的?|行|可以|对|请|麻烦|拜托|帮我们?|帮忙|给我们?|替我们?|按照?这个?|照这个?|[您你](?=帮|给|替)|直接|这样|这么|这个|它|按[上这]面(?:的|这个)?|确定|确认|我们?)*${DOING}(?:一个|一份|一张|一下|上|了|好|下来|这个|它|就行|就好|起来|单|吧|掉)*(?:吧|呗|啦|了|哈)?$`,
    "u",
  ),
  /^(?:就|那就|好的?|行|可以|嗯|没问题|没错|对)*(?:这样|这么|酱|咁)(?:定|订)?(?:吧|了|呗|啦|哈|子|可以|就好|就行|很好|挺好)*$/u,
  /^(?:(?:yes|yeah|yep|ok|okay|sure|great|good|cool|and|oh) )*(?:(?:please |just |you can |feel free to )*(?:go ahead|proceed|book|confirm|submit|reserve|place the order|continue|carry on|do (?:it|that|so)|make it so)(?: with)?(?: and (?:book|confirm|reserve|submit|do|proceed))?(?: (?:it|that|this|the booking|the order|the table|my booking))?(?: in)?(?: (?:for me|for us|now|then))?|(?:that|this|these|all|everything|all of (?:it|this|that|them)|the (?:details|info|information|booking|order|summary))(?:'s| is| are| looks?| sounds?| seems?)? ?(?:all )?(?:good|fine|right|correct|perfect|great|ok|okay|in order|lovely|accurate|wonderful|ideal|excellent|set)(?: (?:to|for|with|by) (?:me|us))?|(?:all )?looks? (?:good|fine|right|correct|perfect|great|ok|okay)(?: (?:to|for) (?:me|us))?|(?:i'?m |we'?re |very |quite )*happy (?:with (?:that|this|it)|to (?:proceed|go ahead|confirm))|i'?ll take it|(?:(?:i|we)(?:'ll| will|'d| would)? )?(?:have|take|need|want|like) (?:it|one)|one|let'?s (?:go|go ahead|do it|do that|book it|go for it)|(?:that|this) (?:works|does it|will do|suits me)(?: (?:fine|well|great|perfectly))?(?: for (?:me|us))?|awesome|lovely|brilliant|super|excellent|wonderful|nice|amazing|fab|fantastic|splendid|i'm in|we're in|count me in|sign me up|ye+)$/,
];

/** Refusals as people build them: who does not, how little, and what not. */
const NOT_WHO =
  "(?:那|就|我们?|咱们?|俺|这边|这个|这|今天|今晚|今次|这次|这回|暂时|目前|现在|先|还是|真的?|都|也|其实|谢谢|算了|可(?!不可)|大可|肯定|绝对|当然|实在|恐怕|完全|坚决|根本|压根|确实|不好意思)*";
const NOT_TAIL = "(?:这个|那个|它|这些|了|啦|喇|吧|咯|哈|的|呢|啊|呀|哦|先|好了|谢谢)*";
const NO = [
  new RegExp(
    `^${NOT_WHO}(?:没|没有|冇|无|并无)(?:这个?|那个?|这种|啥|什么|任何)?(?:打算|想法|兴趣|意思|意愿|计划|需求|需要|必要|这回事)${NOT_TAIL}$`,
    "u",
  ),
  new RegExp(
    `^${NOT_WHO}(?:不行|不可以|不可|不成|不得行|不方便|不太方便|使不得|要不得|不能|不必|没必要|用不着|犯不着|不考虑|不打算|不感兴趣|不敢兴趣|不想|不愿意?|不乐意|不同意|不赞成|不答应|不接受|不支持|没那个必要|没可能|不可能|没门儿?|门儿?都没有|想都别想|免谈|休想|无需|毋须|不需)${NOT_TAIL}$`,
    "u",
  ),
  new RegExp(
    `^${NOT_WHO}(?:婉拒|谢绝|拒绝|回绝|反对|否决|达咩|免|pass|say no|no)${NOT_TAIL}$`,
    "u",
  ),
  new RegExp(
    `^${NOT_WHO}(?:别|不要|不用|不必|不|莫|唔好|无需|毋须)再?(?:帮我|给我|替我)?(?:订|定|预订|预定|约|办|弄|搞|买|开|送|来|加|点|做|安排|考虑|去|参加|报名)${NOT_TAIL}$`,
    "u",
  ),
  /^(?:那|就|我们?|咱们?|今天|今晚|今次|这次|这回|暂时|目前|现在|先|还是|真的?|都|也|其实|谢谢|算了)*(?:不用|不要|不需要|不必|没必要|没有必要|用不上|用不着|唔使|唔要|唔需要|免)(?:麻烦)?(?:了|啦|喇|吧|咯|哈|的|先|好了)*$/u,
  /^(?:(?:no|nah|nope) )?(?:i'?m |we'?re )?(?:not (?:this time|today|tonight|for me|for us|needed|necessary)|(?:all |very )?(?:good|fine|ok|okay) without(?: it)?|i'?ll pass|pass on that|don'?t bother|no need(?: for (?:it|that))?|won'?t be (?:needed|necessary)|that won'?t be necessary|skip (?:it|that)|no can do|hard pass|not (?:a chance|interested|keen|my thing|at the moment|right now|for now|really my thing)|no chance|count (?:me|us) out|i(?:'d| would) rather not|i(?:'ll| will) skip(?: (?:it|that))?|out of the question|no way)$/,
];

/** What everybody may say, whoever is asked: these are no yes. */
const EITHER =
  /^(?:.*(?<!完)[都全](?:可以|行|好|成|要|ok|okay).*|.*要不.*|.*不要.*[要好].*|好了|要了|对了|行了|来了|看好|看要|看着[办来定].*|[来买拿开约加搞弄整订]|(?:那|嗯|也)*(.{1,2})(?:倒?是)\1.*)$/u;

/** True and false for what was built so; undefined for anything else. */
export function agreementOf(bare: string): boolean | undefined {
  if (bare.length > LONGEST || EITHER.test(bare)) return undefined;
  const no = NO.some((pattern) => pattern.test(bare));
  if (no) return false;
  return YES.some((pattern) => pattern.test(bare)) ? true : undefined;
}

/** What is longer is a story, and patterns must not be let loose on it. */
const LONGEST = 60;

const UNCHANGED = [
  /^(?:那|就|好的?|行|嗯+|对|先|我们?|这次|暂时|目前)*(?:不用|不需要|不必|不要|不|没有?(?:什么|啥)?(?:要|需要|想)?|冇|没|唔使|唔)(?:再|需要|要)?(?:修?改|更改|换|变|变更|调整|补充|改动|修正)(?:动)?(?:的|了|啦|吧|哈|嘢|地方|内容|什么|任何)*$/u,
  /^(?:就|那就|还是)*(?:保持|维持)(?:原样|不变|现状|这样)(?:吧|就好|就行)?$/u,
  /^(?:(?:no|nope|nah|yes|ok|okay) )?(?:no (?:more )?changes?(?: (?:needed|required|necessary|please|thanks))?|nothing (?:(?:else )?to (?:change|fix|correct)|needs (?:changing|to change))|no need to change(?: (?:it|anything|that))?|don'?t change (?:it|anything)|i don'?t (?:want|need) to change anything|(?:keep|leave) (?:it|that|everything)(?: (?:as it is|as is|like that|like this|that way))?|as is)$/,
];

/** At a summary: nothing of it shall change, 不用改了, "no changes". */
export function leavesAsItIs(bare: string): boolean {
  return bare.length <= LONGEST && UNCHANGED.some((pattern) => pattern.test(bare));
}

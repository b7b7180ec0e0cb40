/** Words that are a whole answer or a whole wish, in the folded form of `tidy.ts`. */
const list = (words: string) => new Set(words.split(/[|\n]\s*/));

export const YES = list(
  `是|是的|是啊|是滴|是这样|是这样的|对|对的|对啊|对头|好|好的|好啊|好滴|好哒|好嘞|好了|行|行的|可以|可以的|没问题|没错|没毛病|不错
  嗯|嗯嗯|嗯呢|要|要的|确认|确认一下|确认无误|无误|正确|确定|同意|当然|当然可以|当然要|必须|必须的|就这样|就这个|就它|定了|成|成交|妥|妥了|中
  yes|yeah|yep|yup|y|sure|sure thing|ok|okay|okey|okk|k|kk|ok的|of course|sounds good|sounds great|looks good|good|great|fine|perfect
  alright|all right|that's right|that's correct|that is right|that is correct|correct|right|exactly|indeed|agreed|i agree|affirmative
  go ahead|please do|do it|let's do it|that works|works for me|no problem|why not|certainly|absolutely|definitely|i do|yes i do|yes it is
  that's fine|that is fine|fine by me|fine with me|cool|sounds like a plan|i'm sure|yes sir|欧了|得|嗯哼|没错没错|这样没错|是这样没错
  👌|👍|✅|🙆`,
);

export const NO = list(
  `否|不|不是|不是的|不是这个|不是这样|不要|不要了|不行|不行的|不可以|不可以的|不用|不用了|不用麻烦|不用麻烦了|不了|不对|不正确|错|错了
  不好|不同意|不愿意|不想|不想要|算了|还是算了|取消|没有|没|别|别了|免了|不需要|没必要|不必|不必了|当然不|当然不要|不确认|绝不
  不办了|never mind|nevermind|forget it|先不|先不用|先不要|先不了|先算了|暂不|暂时不|暂时不用|暂时不要|还是不用了|还是不要了
  no|nope|nah|n|no thanks|no thank you|not really|not now|not yet|not today|not at all|no need|not necessary|rather not|i'd rather not
  don't|do not|cancel|of course not|absolutely not|i don't think so|never|no way|i don't|wrong|that's wrong|incorrect|not correct
  not interested|i don't want that|i don't want to|i don't want it|please don't|i'm good
  not right|that's not right|it's not|no it's not|negative|👎|❌|🙅`,
);

/** Refuses what is offered; where nothing is, it ends what is under way. */
export const REFUSE = list(`算了|不要了|不办了|never mind|nevermind|forget it`);
/** Ends what is under way. */
export const CANCEL = new Set([...REFUSE, ...list(`取消|退出|停止|结束|cancel|quit|exit|stop`)]);
/** A person is asked for. */
export const HUMAN = list(
  `人工|人工客服|人工服务|转人工|转人工客服|找人工|客服|我要人工|真人|human|agent|operator|a human|talk to a human|speak to a human
  real person|talk to a person|speak to an agent|talk to an agent|customer service`,
);
/** How it goes on is asked. */
export const HELP = list(`帮助|帮忙|求助|怎么用|说明|help|help me|what can i do|what can you do`);
/** The step before is wanted. */
export const BACK = list(`上一步|返回|后退|回到上一步|back|go back|previous|undo`);
/** Not understood, say it again. */
export const REPEAT = list(`再说一遍|再说一次|重复|什么|repeat|again|say again|pardon|sorry|what`);
/** From the beginning. */
export const RESTART = list(`重新开始|重来|从头开始|重新来|restart|start over|start again`);

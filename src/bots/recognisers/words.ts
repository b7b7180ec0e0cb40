/** Words that are a whole answer or a whole wish, in the folded form of `tidy.ts`. */
const list = (words: string) => new Set(words.split(/[|\n]\s*/));

export const YES = list(
  `是|是的|是啊|对|对的|对啊|好|好的|好啊|好滴|好嘞|行|行的|可以|可以的|没问题|没错|不错|嗯|嗯嗯|嗯好|要|要的
  确认|确定|同意|当然|当然可以|当然要|中|成|yes|yeah|yep|yup|y|sure|ok|okay|of course|sounds good|that's right
  correct|right|go ahead|no problem|why not|certainly|absolutely|definitely|i do|yes i do|👌|👍|✅`,
);

export const NO = list(
  `否|不|不是|不是的|不要|不行|不可以|不用|不用了|不了|不对|不好|不同意|算了|取消|没有|没|别|不需要|不必|不必了
  当然不|当然不要|不确认|绝不|no|nope|nah|n|no thanks|no thank you|not really|don't|do not|cancel|of course not
  absolutely not|i don't think so|never|no way|i don't|👎|❌`,
);

/** Ends what is under way. */
export const CANCEL = list(
  `取消|算了|不要了|不办了|退出|停止|结束|cancel|quit|exit|stop|never mind|nevermind|forget it`,
);
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

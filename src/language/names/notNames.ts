/** Whole answers that are nobody's name: what puts it off, goes on, refers back, or asks for a thing. */
export const NO_NAMES = new Set(
  `快点|快点儿|赶紧|赶快|急|很急|着急|收到|明白|明白了|了解|知道了|懂了|晚点|晚点说|晚点再说|早点|稍后|稍后再说|待会|待会儿|回头|回头说|改天
  同上|同前|一样|老样子|照旧|照常|上次那个|登记过了|填过了|说过了|写过了|填了|说了|查一下|看一下|问一下|看看|问问|试试|测试|开始|继续|返回|关闭|完了
  下一步|上一步|下一个|上一个|下一题|跳过|略过|忽略|略|空|无|暂无|暂缺|未知|不详|秘密|隐私|无可奉告|无所谓|随意|任意|均可|假的|真的
  菜单|优惠|价格|价钱|价目|套餐|包房|投诉|咨询|退款|付款|支付|登录|注册|会员|客户|顾客|游客|访客|先生|女士|小姐
  辛苦了|马上|马上来|马上到|花园|院子|白天|白酒|黄酒|平时|平常|安排|任何|应该|路上|路口|车上|门口|关门|方便|边位|边个|边度|高兴|解决|计较|强烈|成交|满意
  谢谢啦|国庆|元旦|文字|安全|安静点|东边|西边|广场|家里|公司|单位|相同|经理|师傅|班长|同事|和上次一样|和之前一样|连着的|管他呢|易拉罐
  老客户|老顾客|老会员|老朋友|老地方|老人|老实说|老规矩|路过|路人|小孩|小朋友|小心|小时|小包|小桌|小份|大人|大厅|大堂|大包|大桌|大份|大家|大概|大约|大小|阿弥陀佛
  是我|系我|是我呀|是我啊|系我呀|就是我|还是我|me|it's me|myself|我本人|唔该|多谢|无所谓啦
  太麻烦了|麻烦|麻烦死了|烦|好烦|烦死了|无聊|无语|干嘛|干吗|干啥|咋|咋了|凭啥
  skip|skip it|skip this|next|next one|next question|pass|test|testing|n/a|anonymous|private|secret|whatever|anything|idk|dunno|lol|bye|menu
  price|prices|reservation|booking|wow|nice|cool|continue|go on|same as before|same as last time|as before|unknown|nobody|customer|none of your business`.split(
    /[|\n]\s*/,
  ),
);
const INTERJECTION =
  /^(?:[哈呵嘻嘿啊呃嗯哦噢唉哎喂切哼嗨呀哇喔嘛]+|(?:ha|he){2,9}|h+m+|u+h+|u+m+)$/;

/** 哈哈, 呃呃, hmm: a sound, which is a name only where it is said to be one. */
export function isInterjection(folded: string): boolean {
  return INTERJECTION.test(folded);
}

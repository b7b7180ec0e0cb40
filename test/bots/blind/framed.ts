import { type Asked, again, is } from "./asked.ts";

/**
 * Answers inside of whole sentences: taken back, with a reason, in a wish that wraps them. Written with what is understood in
 * view, so these count for nothing but that it stays so.
 */
export const FRAMED: readonly Asked[] = [
  {
    kind: "people",
    ask: "几位？",
    locale: "zh-CN",
    cases: [
      is(7, "五个大人两个小孩|五大两小|5大2小，一共7个"),
      is(
        5,
        "四个，哦不，五个|4个人，不对，5个人|四位，啊不是，五位|三个人 说错了 五个人|四个不对五个|四个人，等等，五个人|6个人……不对，是5个|四个，不是，五个|4位，打错了，5位|你好，我们五个人|不好意思，五个人|嗯，让我想想，五个吧|我想一下，五个人|我看看，五个|稍等，五个人|哈哈，五个|五个人，谢谢，辛苦了|五个人，麻烦安排一下|五个人，辛苦|好的好的，五个人|好的五个人|行，那就五个吧|ok五个|OK，五个人|对，五个|是的，五个人|没错，五个|五个人，没错|五个人，对|五个人，好的|五个人，就这样|五个人，就这些|5个人哈，谢谢老板|亲，五个人|老板，五位|美女，五个人|您好五个人|5 :)|5!!!|那就五个人呗|要不就五个吧|那要不五个吧|先五个吧|先按五个算吧|先写五个|先算五个|就先五个|就五个好啦|五个就五个吧|五个哈|五个哒|五个噻|五个哟|五个咯|五个啰|五个人哦～|五个人就成|五个人就ok|五个人就OK了|五个人没错|五个人谢谢|五个人麻烦了谢谢|五个人辛苦啦|五个吧谢谢您|五个人哈谢谢啊|那就麻烦订五个人|麻烦订五位|麻烦您订五位|请帮我订五个人的|帮我订五个人|帮我写五个人|帮忙订五位|给我们订五位|我要订五个人的位子|五个人的|五个人的位置|五个人的量|报五个人|五口人|五名大人|五个成年人|五個人|五個啦|五位唔該|我哋五個|我哋有五個人|五個人呀|總共五位|一共五個人喔|5位喔|5個大人|我们一共五个，因为小王也来|五个，因为我爸妈也来|5个人，其中两个小孩|人数五个|人数：5|人数:五人|人数是五个人|用餐人数5|5 （五）|五个，5个人|五个人，是五个人|5，五位|来五个人|到时候五个人|到时五个|我们这边五个|我这边是五个|我们那边五个人|今晚五个|明天五个人|那天五个人|总人数五|总共就五个|拢共五个|满打满算五个|不多，五个|不多，就五个|人不多，五个|人挺多，五个",
      ),
      again(
        '五六个|五个或六个|如果小王来就五个|五个，如果小王来的话六个|不到五个|五个以上|至少五个|最多五个|五个左右|快五个了|差点五个|不是五个|不止五个|他们说五个|隔壁桌五个人|小王说是五个|上次是五个|上次五个，这次不知道|他们五个|别人五个|五年|五块|5号|5点|五楼|五成|5折|五个多|五个不知道够不够|五个行吗|五个可以吗|五个坐得下吗|你们能坐五个吗|五个？|五个还是六个|六个？五个？|5-6|5~6个|5/6|5?|2026|13800138000|五个小时|五张桌子|五个菜|第五个|五号|再看看，五个左右|五个，不确定|五个，可能六个|五个，还没定|五个吧，也可能六个|五个，到时候再说|五个，不一定|五个，小孩另算|五个，再加两个|五个加两个|5+2|五个人以内|超过五个|不超过五个|除了五个|五个都不来|没有五个|"五个"是什么意思|五个什么|为什么五个|谁说五个|哪五个|每桌五个|一桌五个，两桌|两个五|五五|五十左右|算五个还是六个呢|五个够吗|五个怎么样|五个好不好|4个大人和1个小孩？|五个人吧，大概|五个人，大概吧|应该五个|五个人左右吧|估计五个|也就五个吧|差不多五个人|我们家五个，他们家不知道几个|明天五点|五点五个人?|5个人多少钱|五个人有优惠吗|少于五个|五个人以下|5以上|<5|>5|5个人不行就4个|五个，四个也行|四五个|四、五个|4，5个|四个，五个|四个五个|4个5个都行|5 4|4 5|4 5个',
      ),
    ],
  },
  {
    kind: "people",
    ask: "How many people?",
    locale: "en-US",
    cases: [
      is(7, "5 adults 2 kids|5 adults and 2 kids|five adults, two children"),
      is(
        5,
        "4 no wait 5|four, sorry, five|4, I mean 5|four, actually five|4. make that 5|hi, 5 people please|hey there, 5 of us|sure, 5|hmm, let me see, 5|let me think... 5|um 5 people|five, thank you very much|five. thanks!|5 people, that's all|ok so 5 people|yeah 5|yeah we're 5|so there's 5 of us|ok 5 people|5 pls thx|that'd be 5|just 5 of us|it's gonna be 5 of us|5, cheers mate|5 adults please|looks like 5|5ppl|5 peeps|us 5|make that 5|let's make it 5|let's say 5|I'd go with 5|let's go with 5|5 it is|we've got 5|we have 5|gonna be 5|we'll have 5 people|we are going to be 5|I have 5 people|there is 5 of us|five pax|5 people because my parents are joining|5, since my brother is coming too|we are five, 5 people",
      ),
      again(
        "5 or 6|5 maybe 6|maybe 5|about 5|like 5ish|at least 5|not 5|5 if Tom comes|if Tom comes 5|they are 5|my boss said 5|not sure, 5?|could be 5|5 tables|table 5|5, plus 2 kids|5 each",
      ),
    ],
  },
  {
    kind: "dateTime",
    ask: "什么时候来？",
    locale: "zh-CN",
    between: ["11:00", "22:00"],
    cases: [
      is(
        "2026-10-17T20:00+08:00",
        "明天晚上七点，不对，八点|明晚7点，哦不，8点|明晚七点，哦不，明晚八点|明天七点，还是八点吧",
      ),
      again(
        "明天七点或八点|七八点|明天七点到八点|明天不行|明天除外|除了明天都行|如果明天不下雨就明天七点|明天七点，如果有位的话|明天七点，不行就八点|明天七点八点都行|明天上午|明天|七点钟，哪天都行|我朋友说明天七点|上次是明天七点|昨天七点|明天不是七点|明天七点吗|明天七点行不行|明天七点可以不|明天七点有位吗|明天七点之前|明天七点以后|明天七点前后|明天七点左右|过了七点|七点过后|下班后|吃完饭|老时间|和上次一样|2026年|明天晚上|昨晚七点|2月30日七点|13月1号七点|明天25点|明天七点，下午五点|明天七点后天八点|明天或者后天七点|明早七点|明天凌晨三点|半夜",
      ),
      is(
        "2026-10-17T19:00+08:00",
        "明天晚上七点吧|那就明晚七点呗|要不明天晚上七点吧|明天晚上7点整|明天晚上７点|明晚  7点|明天晚上7：00|明晚19点|17号晚上七点|周六晚上七点|这周六晚上七点|这个周六晚上7点|10月17号晚上七点|10月17日19:00|10.17 19:00|10/17 19:00|2026-10-17 19:00|晚上七点，明天|晚上七点明天|七点，明天晚上|七点 明天晚上|明天吧，晚上七点|明天，晚上，七点|明天晚上的七点|明天晚上七点钟来|明天晚上七点过来|明天晚上七点到店|明天晚上七点到|明天晚上七点用餐|明天晚上七点吃饭|明天晚上七点开饭|我们明天晚上七点到|我明天晚上七点过去|时间定明晚七点|时间就定在明晚七点|定明天晚上七点|就订明天晚上七点的|麻烦订明天晚上七点|帮我订明天晚上七点的|我想订明天晚上七点|想约明晚七点|嗯明天晚上七点|嗯……明天晚上七点吧|好的明天晚上七点|好，明晚七点|让我看看，明天晚上七点|我看下哈，明晚七点|明晚七点，谢谢|明晚七点可以|明晚七点ok的|明晚七点最好|最好明晚七点|明晚七点比较好|明晚七点合适|明晚七点方便|明天晚上七点因为要加班|明天晚上七点，因为要下班才能过来|明天晚上七点，下班过来|聽晚七點|聽日夜晚七點|明晚七點|明天晚上七點|明天晚上7點喔|聽晚7點啦唔該|聽日晚上七點鐘",
      ),
    ],
  },
  {
    kind: "dateTime",
    ask: "When would you like to come?",
    locale: "en-US",
    between: ["11:00", "22:00"],
    cases: [
      is("2026-10-17T20:00+08:00", "tomorrow at 7pm, no wait, 8pm"),
      again(
        "tomorrow after 7|tomorrow before 7pm|7 or 8 tomorrow|tomorrow 7pm if possible or 8|not tomorrow|tomorrow at 7?|could we do tomorrow at 7?|how about 7ish|between 7 and 8 tomorrow|tomorrow evening|any time tomorrow",
      ),
      is(
        "2026-10-17T19:00+08:00",
        "tomorrow at 7pm|tomorrow 7pm|7pm tomorrow|tmr 7pm|tmrw at 7 pm pls|tomorrow evening at 7|tomorrow night at 7|tomorrow 19:00|sat 7pm|saturday at 7pm|this saturday at 7pm|Sat. 7pm|7 PM on Saturday|7pm sat|sat the 17th at 7pm|oct 17 7pm|oct 17th at 7 pm|17 oct 7pm|the 17th at 7pm|10/17 at 7pm|10/17 7 pm|at seven tomorrow evening|let's do tomorrow 7pm|how about tomorrow 7pm|can do tomorrow at 7pm|make it tomorrow at 7pm|say tomorrow 7pm|I'd like tomorrow at 7pm|i want tomorrow 7pm|book tomorrow 7pm|tomorrow at 7pm would be great|tomorrow at 7pm works best|tomorrow 7 in the evening|tomorrow 7 o'clock in the evening|tomorrow, 7pm, thanks|ok tomorrow 7pm|yeah tomorrow at 7|tomorrow at seven pm please|7 tomorrow night|7.00pm tomorrow|7:00 p.m. tomorrow|tomorrow @ 7pm|tomorrow @7|tommorow 7pm|tomorow at 7pm|Tomorrow  at  7 PM!|tomorrow 7pm :)|we'll come tomorrow at 7pm|we'll be there at 7pm tomorrow|arriving tomorrow at 7pm",
      ),
    ],
  },
  {
    kind: "date",
    ask: "哪天来？",
    locale: "zh-CN",
    cases: [
      is("2026-10-18", "明天，哦不，后天|明天不对后天|明天，还是后天吧|明天…算了，后天吧"),
      again(
        "明天或后天|明天后天都行|下周|这周末|周末|月底|月初|年底|下个月|过两天|改天|除了明天|明天不行|不是明天|明天吗|明天可以吗|明天有位吗|明天，如果不下雨|要是明天不下雨就明天|明天吧，不行就后天|我朋友明天来|昨天|去年|2月30号|11月31日|明天，后天|明天后天|十月|十号十一号|10-11号|每天|每周三|工作日|周一到周五|节假日|等通知|看情况|40号|32日|13/13|明天是几号",
      ),
      is(
        "2026-10-17",
        "明天|明天吧|那明天|就明天了|要不明天吧|明天来|明天过来|明儿吧|明日|明个|周六|星期六|礼拜六|这周六|17号|17日|十七号|10月17|十月十七|10.17|10-17|10/17|2026.10.17|26年10月17|2026年10月17号|本月17号|这个月17号|10月17日（周六）|周六17号|17号周六|17号，周六|周六，17号|明天17号|明天，周六|明天（周六）|明天就行|明天就可以|明天没问题|明天方便|明天有空|明天有时间|明天吧，今天没空|明天吧今天来不及|明天，今天有事|明天最好|最好明天|越快越好，明天|明天上午|明天下午三点|明天吧～|明天！|明天哈哈|明天哒|聽日|聽日啦|明日|10/17|10/17/2026|2026-10-17|17/10/2026",
      ),
    ],
  },
  {
    kind: "date",
    ask: "Which day?",
    locale: "en-US",
    cases: [
      is("2026-10-18", "tomorrow, no, the day after tomorrow|tomorrow, actually sunday"),
      again(
        "tomorrow or sunday|not tomorrow|weekend|next month|sometime next week|tomorrow?|if it's sunny tomorrow|maybe tomorrow|any day|asap|everyday",
      ),
      is(
        "2026-10-17",
        "tomorrow|tmr|tmrw pls|tomorrow works|tomorrow is good|tomorrow please|tomorrow, thanks|sat|this sat|this saturday|saturday|saturday the 17th|the 17th|17th|oct 17|oct 17th|17 oct|17th of october|october the 17th|sat oct 17|saturday october 17th|tomorrow (saturday)|let's do tomorrow|tomorrow then|how about tomorrow|i can do tomorrow|the 17th of this month|this coming saturday|tomorrow because today is busy",
      ),
    ],
  },
  {
    kind: "time",
    ask: "几点？",
    locale: "zh-CN",
    cases: [
      is("20:00", "晚上七点，哦不，八点|19:00 不对 20:00"),
      again(
        "七点或八点|七八点|七点到八点|七点左右|七点前|七点以后|七点多|不是七点|七点吗|七点可以吗|如果七点有位|随便|下午|晚上|早上|晚点|尽快|下班后|7?|25点|七点六十|8点70|19:60|7:5",
      ),
      is(
        "19:00",
        "晚上七点|晚七点|晚上7点|晚上七点吧|七点晚上|19点|19:00|19：00|十九点|19时|19点整|1900|晚上7:00|傍晚七点|晚上七点钟|晚上七點|夜晚七點|夜晚7點啦|下班后，晚上七点|晚上七点，下班后|今晚七点|pm7点|下午七点",
      ),
    ],
  },
  {
    kind: "time",
    ask: "What time?",
    locale: "en-US",
    cases: [
      is("20:00", "7pm, sorry, 8pm"),
      again("7 or 8|7ish|after 7|before 8|around 7|not 7|any time"),
      is("19:00", "7:00pm|7pm|7 pm|7 p.m.|7PM|7pm pls|seven pm|7 in the evening|at 7pm"),
    ],
  },
  {
    kind: "choice",
    ask: "坐哪里？",
    locale: "zh-CN",
    options: ["大厅", "包间", "靠窗"],
    cases: [
      is(
        "靠窗",
        "大厅，哦不，靠窗|大厅，不对，靠窗吧|大厅，算了，还是靠窗吧|大厅，还是靠窗吧|靠窗|靠窗的|靠窗吧|靠窗呗|靠窗就行|靠窗谢谢|就靠窗|要靠窗的|我要靠窗的位置|给我靠窗|靠窗户|靠近窗户|靠窗那边|靠窗滴|靠窗的那个吧|靠窗的好|靠窗比较好|还是靠窗吧|那就靠窗好了|要不靠窗吧|先靠窗吧|最好靠窗|最好是靠窗的|麻烦靠窗|能靠窗最好|靠窗，光线好|靠窗，因为风景好|靠窗吧，可以看风景|3|三|3号|第三个|第3个|第三|选3|选第三个|我选3|3吧|3.|3、|3）|（3）|③|3️⃣|三号|最后一个|最后那个|最后面那个|倒数第一|倒数第一个|最下面那个|最底下那个|3 靠窗|3.靠窗|靠窗(3)|选靠窗|靠窗这个|就这个靠窗的|#3|靠窗！！|靠窗[微笑]|我想坐靠窗|坐在靠窗的位置|靠窗座|靠窗位|靠窗嗰個|靠窗座位謝謝",
      ),
      again(
        "大厅或者包间|大厅还是包间|都行|随便|哪个好|哪个安静|不要大厅|大厅不行|有大厅吗|大厅多少钱|大厅满了吗|如果大厅满了就包间|有包间就包间没有就大厅|大厅，不行的话包间|大厅，没有就靠窗|大厅吧，或者靠窗|我朋友说大厅好|他们说大厅吵|大厅太吵|上次坐的大厅|上次在大厅，这次不知道|除了大厅|大厅以外|大厅?|大厅可以吗|别人都坐大厅|为什么没有大厅|大厅旁边|大厅的包间|四|5|第五个|0|一二|1 2|1或2|1/2|没有喜欢的|都不要|以上都不是|大厅包间|包间靠窗",
      ),
    ],
  },
  {
    kind: "choice",
    ask: "Where would you like to sit?",
    locale: "en-US",
    options: ["hall", "room", "window"],
    cases: [
      is(
        "window",
        "hall, no wait, window|the hall, actually the window|window|the window|window please|by the window|window seat|a window seat|window seat pls|the window one|the third one|the 3rd one pls|3rd|third|number 3|no. 3|option 3|the last one|last one please|I'd like the window|i'll take the window|can I have the window|window works|near the window|let's go with window|go for the window|let's do the window|window, it's brighter|window because of the view|definitely the window|window for sure",
      ),
      again(
        "the hall or the room|hall?|not the hall|anything but the hall|which one is quieter|is the hall noisy|either|any|whichever|if the room is free, the room|hall if no room|none|neither",
      ),
    ],
  },
  {
    kind: "money",
    ask: "充多少？",
    locale: "zh-CN",
    cases: [
      is({ amount: 200, currency: "CNY" }, "一百，不对，两百|100元，哦不，200元"),
      again(
        "一百多|一百左右|大概一百|一百到两百|一两百|100或200|不到一百|至少一百|最多一百|100以内|100以上|不是一百|一百？|一百可以吗|一百够吗|如果打折就一百|别人100|他们充100|上次100|100次|100个|100人|100米|一百%|100岁|100号|五折|半价|随便|看情况|打九折|100块一个人|每人100|人均100|100加50|100+50|100-200|100?|二百五吧可能",
      ),
    ],
  },
  {
    kind: "duration",
    ask: "用多久？",
    locale: "zh-CN",
    cases: [
      is(7200000, "一小时，不对，两小时"),
      again(
        "一两个小时|一个多小时|大概一小时|不到一小时|一小时以上|至少两小时|一小时或两小时|一小时吗|看情况|越久越好|一会儿|半天左右|几个小时|整个下午|2",
      ),
    ],
  },
  {
    kind: "duration",
    ask: "How long?",
    locale: "en-US",
    cases: [
      is(7200000, "1 hour, sorry, 2 hours"),
      again("1-2 hours|an hour or two|about an hour|not an hour|if possible 2 hours or 3"),
    ],
  },
  {
    kind: "phone",
    ask: "手机号是多少？",
    locale: "zh-CN",
    cases: [
      is("+8613800138000", "13800138001，不对，13800138000|138 0013 8001 哦不是 138 0013 8000"),
      again(
        "138001380|1380013800|没有|不方便|打我微信|和上次一样|13800138000或13900139000|不是13800138000|13800138000吗|别打13800138000|我老公的13800138000，还是我的13900139000|110|你们电话多少|138****8000|138-0013",
      ),
    ],
  },
  {
    kind: "personName",
    ask: "怎么称呼您？",
    locale: "zh-CN",
    cases: [
      is("李鸣", "李明，哦不，李鸣|李明，打错了，李鸣|我叫李明，不对，李鸣"),
      again(
        "不告诉你|你猜|随便|我朋友叫李明|他叫李明|李明或王芳|不是李明|李明吗|为什么要名字|匿名|五个人|明天|有停车位吗|可以不填吗|取消|改人数|不用了|谢谢|好的|等一下|我问问|订位的人叫李明，我叫王芳|不叫李明",
      ),
    ],
  },
  {
    kind: "yesNo",
    ask: "可以吗？",
    locale: "zh-CN",
    cases: [
      again(
        "好吗|可以吗|行不行|能便宜点吗|如果便宜就要|可以，如果便宜点|要是有折扣就好|他们说可以|我老婆说可以|我朋友要|上次要了|看情况|随便|都行|无所谓|不知道|不确定|也许|大概吧|可能吧|应该吧|是吗|真的吗|不会吧|不是不行|不是不可以|好像可以|好不好|不要紧|没关系|不好说|不清楚|再说|再看|等等|稍等|等一下|我问问|我想想|你说呢|你觉得呢|什么意思|为什么|怎么收费|多少钱|要钱吗|免费吗|可以但是|可以，但是要晚点|好是好|好是好，就是贵|行倒是行|对了|话说|我说可以了吗|谁说可以|可以不可以|可不可以不要|是不是啊|别人可以|100块|明天|五个",
      ),
      is(
        true,
        "好|好的|好的呀|可以|行|没问题|没问题，就这样订吧谢谢|就这样订吧|就这样吧谢谢|就这么订|好的就这样|好的谢谢|可以可以|可以的可以的|可以，谢谢|嗯嗯好的|嗯好的谢谢|对的没错|对，没问题|对，就这样|对的，谢谢|没错，就是这样|好，就这么定|好的麻烦你了|行，麻烦了|行行行就这样|ok的|OK没问题|ok谢谢|好滴好滴|好哒谢谢|妥了|要得|中中中|阔以阔以|可以呀|可以哦|可以哈|要|要的|需要|需要的谢谢|要一个|来吧|来一个|确认|确认吧|确定|确定订|订吧|帮我订|帮我订吧|那就订吧|订了吧|就订这个|提交吧|下单吧|给我订上|安排吧|当然|当然好|肯定要|必须要|那太好了|太好了谢谢|好呀好呀|好耶|都对|都没问题|信息没问题|信息都对|全都对|没有问题了|没什么问题|没啥问题|看着没问题|我看没问题|看起来没问题|我觉得可以|我觉得没问题|我这边没问题|我这边可以|我没问题|同意|赞成|好嘅|係|係呀|冇問題|得|得呀|得啦|可以㗎|ok呀|好啊唔該|沒問題|對|對的|好喔|好哦|是的沒錯",
      ),
      is(
        false,
        "不|不用|不用了|不用了谢谢|不要|不了|不需要|不需要谢谢|不必了|算了|算了吧|算了不要了|还是算了|还是不要了吧|先不用|暂时不用|暂时不需要|不用麻烦|不用麻烦了谢谢|不行|不可以|不好|不对|不是|不是的|否|没有|没|没呢|不用啦|不啦|不要不要|不用不用|别|别了|免了|唔使|唔使喇|唔使唔該|唔要|唔係|唔好|不用喔|不用謝謝|先不要|不用了啦|不想|不想要|不太想|不了吧|今天不了|这次不用|这次不要了|用不着|用不上|没必要|没有必要",
      ),
    ],
  },
  {
    kind: "yesNo",
    ask: "Is that all right?",
    locale: "en-US",
    cases: [
      again(
        "yes or no|yes?|is that ok?|if it's free yes|maybe yes|i guess so|probably|not sure|depends",
      ),
      is(
        true,
        "ok👌|okok|yes|yeah|yep|yes please|yeah go ahead|yes go ahead|yeah sure|sure go ahead|sure why not|sounds good|sounds good thanks|ok cool|ok great|great thanks|perfect thanks|that's perfect|looks good to me|looks good thanks|all good|all good thanks|yes that's correct|yes that's right|correct|yup all good|ok do it|book it|please book it|yes book it please|yes, please go ahead|yes thank you|yes, that would be great|yeah that works|works for me|fine|that's fine|I'm happy with that|happy with that|good to go|y|ya|yea|ye|yes!!|Yes.|YES|yes sir|absolutely|of course|definitely|certainly|please do|ok|okay|okie|k|kk|alright|alright then|right|i confirm|confirmed|confirm please",
      ),
      is(
        false,
        "no|nope|nah|no thanks|no thank you|no need|not now|not really|not today|I'm good|nah I'm good|no, I'm fine|no it's ok|no it's fine thanks|n|don't|no way",
      ),
    ],
  },
  {
    kind: "money",
    ask: "How much?",
    locale: "en-US",
    cases: [again("100 each|about 100|100ish|100 or so|not 100|up to 100")],
  },
  { kind: "people", ask: "几位？", locale: "zh-CN", cases: [again("五个，算了|五个算了")] },
  {
    kind: "choice",
    ask: "坐哪里？",
    locale: "zh-CN",
    options: ["大厅", "包间", "靠窗"],
    cases: [again("大厅算了|大厅，算了")],
  },
];

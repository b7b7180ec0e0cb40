/**
 * What people do, with whom and for what: words that stand around a value in a sentence and say nothing of it. No subject of
 * a time of its own is here (a flight, a film, a shop): "飞机九点" says when something else is.
 */

const list = (words: string) => words.split(/[ \n]+/).filter(Boolean);

/** Coming, going, fetching, and being called. */
const COMING = list(
  `能到 能来 能过来 能去 可以到 可以来 可以去 可以过来 赶到 赶过来 才能到 才到 才来 才能来 就到 就来 就去 就过去 就过来 直接来 直接去 直接过去
   到那 到那边 到你们那 到你那 到你们店 到店里 到你们店里 到家 回来 过去看看 过来看看 看看 去看看 来看看 逛逛 过去取 过来取 来取 去取 来拿 去拿 拿 取一下 提车 还车 看车 试驾
   来接我 接我 接 接人 接机 接站 接送 送机 送站 叫我 叫醒 叫醒我 叫我起床 起床 提醒我 打给我 打电话 打我电话 打电话给我 联系我 联系 回电 准时 准时到 准点 准点到 按时到
   出门 上车 下车 发车 开车 开车过去 开车来 打车过去 走过去 抵达 进店 进场 入场 入座 落座 上菜 点菜 开台 开桌 收货 派送 配送 快递 住进去 住进来 住店 搬进去 就到店`,
);

/** What is to be done, eaten, celebrated. */
const DEEDS = list(
  `搬家 搬 打扫 保洁 保养 维修 修 洗车 剪头 剪头发 理发 做头发 烫头 染发 美甲 做指甲 做脸 按摩 足疗 健身 打球 游泳 唱歌 唱k 看电影 看病 挂号 拔牙 洗牙 补牙 打针 打疫苗
   拍证件照 拍婚纱照 签约 签合同 签到 办手续 办卡 聚会 小聚 团建 年会 开业 庆祝 庆生 求婚 领证 订婚 满月 满月酒 百日宴 周岁 升学宴 谢师宴 同学会 同学聚会 家庭聚会 朋友聚会
   公司聚餐 部门聚餐 公司团建 部门团建 约会 相亲 见客户 请客户 招待客户 谈事 谈事情 谈生意 过寿 祝寿 过节 纪念日 结婚纪念日     吃火锅 吃烧烤 喝酒 喝茶
   喝咖啡           休息 有空 没课 放假 轮休 调休 请假 回家 公司 部门 单位 我们公司 我们部门 我们单位 家里`,
);

const TOGETHER = list("和 跟 同 带 带着 陪 陪着").flatMap((how) =>
  list(
    "老婆 老公 女朋友 男朋友 对象 爱人 孩子 小孩 儿子 女儿 爸妈 父母 老人 家人 朋友 同事 客户 同学 闺蜜 我妈 我爸 我爸妈 我老婆 我老公 妈妈 爸爸 全家 家里人",
  ).flatMap((who) => [how + who, `${how}${who}一起`]),
);

const ENGLISH = [
  ...list("arrive arriving come coming meet start there"),
  ...["come over", "come by", "drop by", "be there", "get there", "check in", "pick me up"],
  ...["pick it up"],
  ...["with my wife", "with my husband", "with my family", "with friends", "with a friend"],
  ...["for my birthday", "my birthday", "after work", "a table", "the table"],
];

/** Around a day or an hour, or a place to sit. */
export const OCCASIONS: readonly string[] = [...COMING, ...DEEDS, ...TOGETHER, ...ENGLISH];

/** Around a number of people: who comes along would be one more. */
export const GATHERINGS: readonly string[] = [...COMING, ...DEEDS];

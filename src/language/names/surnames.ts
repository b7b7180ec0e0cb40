/** Chinese family names, simplified: the common ones and those of the old book of names, single and double. */
const SINGLE =
  "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅卞齐康伍余元顾孟平黄穆萧尹姚邵湛汪祁毛禹狄" +
  "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪解宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀甄曲封储靳段富巫乌焦巴牧隗山谷" +
  "车侯班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰鄂索籍赖卓蔺屠蒙池乔胥苍闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿边扈燕冀浦尚农温庄晏柴瞿阎慕连茹习艾鱼容古易慎戈廖庾终暨居衡步耿" +
  "满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚简饶曾毋沙养鞠须丰巢关蒯查荆红游竺权逯盖益桓肖闫覃邸佟苑付代涂褟仝丘邝区佘甯展初楚佐岳帅缑亢况琴商牟伯墨哈谯年爱阳佴言福栗阴敬仉督";
const DOUBLE =
  "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|司空|夏侯|端木|宇文|长孙|轩辕|南宫|独孤|百里|呼延|拓跋|纳兰|西门|东郭|闻人|澹台|公冶|宗政|濮阳|淳于|单于|太叔|申屠|仲孙|钟离|鲜于|闾丘|赫连|完颜|叶赫|爱新觉罗";
const BEGINS = new RegExp(`^(?:${DOUBLE}|[${SINGLE}])`, "u");

/** Whether words begin as a Chinese name does: with a family name. The text is simplified. */
export function beginsWithSurname(name: string): boolean {
  return BEGINS.test(name);
}

/**
 * Traditional characters in their simplified form: those of everyday answers, of menus and of addresses. Where
 * a traditional character is not here it stays as it is, on both sides of a comparison. Four Cantonese words
 * that are one character have their Mandarin one: 嘅 的, 啱 对, 係 系, 嗰 那.
 */
const PAIRS =
  "後后週周點点個个這这鐘钟鍾钟號号禮礼兩两對对沒没當当時时間间確确認认訂订廳厅貳贰參叁陸陆萬万億亿幾几無无錯错問问題题謝谢還还別别從从現现馬马剛刚電电話话機机碼码郵邮塊块" +
  "錢钱歐欧鎊镑韓韩臺台為为請请選选開开陰阴東东車车們们來来會会頭头聽听晝昼農农曆历國国慶庆節节歲岁張张雙双邊边數数項项樓楼係系嘅的啱对勞劳兒儿師师聖圣誕诞憂忧總总統统預预" +
  "約约廂厢內内場场館馆飯饭麵面雞鸡鴨鸭魚鱼蝦虾雜杂湯汤鹹咸熱热涼凉溫温凍冻飲饮紅红綠绿藍蓝黃黄銀银顏颜寬宽長长圓圆圍围條条隻只種种樣样類类單单併并轉转換换讓让給给與与較较" +
  "貴贵賣卖買买費费價价貨货運运輸输遞递達达區区縣县鎮镇鄉乡層层門门廣广橋桥灣湾島岛龍龙鳳凤華华蘭兰寶宝麗丽榮荣業业園园莊庄學学習习書书課课級级醫医藥药護护療疗診诊檢检驗验" +
  "證证據据員员職职務务處处辦办聯联繫系絡络訊讯網网頁页線线視视頻频圖图畫画應应該该覺觉見见說说講讲談谈記记許许設设計计試试詢询報报嗎吗麼么喲哟囉啰嘍喽誒诶噯嗳歡欢樂乐愛爱" +
  "嗰那揀拣駛驶尋寻諗谂願愿憑凭隨随實实際际體体變变動动態态狀状況况進进過过遠远遲迟連连適适違违遊游關关閉闭閱阅閒闲陽阳隊队階阶雲云靜静頂顶順顺須须領领額额顧顾風风飛飞養养餘余駐驻騎骑驚惊鬧闹" +
  "鮮鲜鹽盐麥麦齊齐齡龄歷历壓压壞坏吳吴啟启喪丧嚴严團团執执夠够夢梦奪夺婦妇媽妈孫孙寧宁審审專专將将導导屬属帥帅帶带幫帮幣币廁厕廠厂廢废彈弹徑径復复慣惯慮虑憶忆懷怀戲戏戶户" +
  "拋抛掃扫採采損损搶抢撥拨擇择擔担擴扩擺摆攝摄敗败敵敌於于昇升暈晕暫暂極极構构槍枪樹树橫横檔档歸归殘残殺杀氣气沖冲決决淚泪淨净減减測测滿满漢汉漲涨潔洁濕湿災灾煙烟營营爐炉" +
  "爭争爺爷爾尔獎奖獨独獲获產产畢毕異异發发盤盘監监盡尽眾众稱称積积穩稳窮穷競竞筆笔簡简簽签糧粮紀纪純纯紙纸細细終终組组結结絕绝經经綁绑維维緊紧練练縮缩繼继續续罰罚義义聞闻" +
  "聲声肅肃腦脑腳脚臨临舉举舊旧藝艺蘇苏虛虚蟲虫衛卫裝装裡里製制複复規规覽览觀观訓训";

const SIMPLER = new Map<string, string>();
for (let i = 0; i < PAIRS.length; i += 2) SIMPLER.set(PAIRS[i] as string, PAIRS[i + 1] as string);

/** In simplified characters. */
export function simplified(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (one) => SIMPLER.get(one) ?? one);
}

import { columnsOf } from "../explain.ts";
import { type Language, machineLanguage } from "./machineLanguage.ts";

/** What can be typed at the prompt of `simulate`, and stand in its scripts. */
const STEPS: readonly (readonly [typed: string, en: string, zh: string])[] = [
  [
    "follow [SCENE]",
    "follow the account, by a QR code with that scene",
    "关注账号，可带二维码的场景值",
  ],
  ["unfollow", "leave it", "取消关注"],
  ["say TEXT", "\\n is a line break", "说一句话，\\n 表示换行"],
  ["tap KEY", "an item of the custom menu", "点击自定义菜单中的一项"],
  ["scan SCENE", "a QR code", "扫描二维码"],
  ["choose ID", "a choice of a message menu", "选择菜单消息中的一项"],
  ["location LAT LON [NAME]", "send a place", "发送位置"],
  ["report LAT LON", "the phone reports where it is", "手机上报地理位置"],
  ["image | voice [WORDS] | video | link URL [TITLE]", "", ""],
  ["as NAME", "go on as another person", "换一个人继续"],
  [
    "wait TIME",
    "7s, 5m, 48h: only the platform's time moves, not the server's",
    "7s、5m、48h：只拨快平台的时间，不影响服务器",
  ],
  [
    "expect TEXT",
    "the next thing seen since the last action is this text",
    "上次动作之后看到的下一条是这段文字",
  ],
  ["expect like /REGEXP/", "… a text like this", "……符合该表达式的文字"],
  [
    "expect [KIND]",
    "… a thing in brackets: expect [image], expect [news]",
    "……某种内容：expect [image]、expect [news]",
  ],
  [
    "expect fault [CODE]",
    "… the notice that the account is out of order",
    "……“该公众号提供的服务出现故障”的提示",
  ],
  ["expect nothing", "nothing more is seen", "没有更多内容"],
  [
    "fault slow TIME [PATH]",
    "the server's calls of the API are answered that late",
    "服务器调用接口时，迟这么久才应答",
  ],
  [
    "fault errcode N [PATH]",
    "… refused;  also: cut, drop, garble, status N;  fault off",
    "……被拒绝；还有 cut、drop、garble、status N；fault off 取消",
  ],
  [
    "fault lose",
    "the answer to the next delivery is lost: WeChat asks again",
    "下一次推送的应答丢失：微信会重试",
  ],
  ["transcript", "everything so far", "到目前为止的全部经过"],
  ["help, quit", "", ""],
];
const COLUMN = 25;

/** The list of steps, a line each. */
export function scriptHelp(language: Language = machineLanguage()): string {
  return STEPS.map(([typed, en, zh]) => {
    const what = language === "zh" ? zh : en;
    return what === "" ? typed : `${typed}${" ".repeat(COLUMN - columnsOf(typed))}${what}`;
  }).join("\n");
}

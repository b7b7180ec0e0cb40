import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Language, machineLanguage } from "./machineLanguage.ts";
import { withPages } from "./pages.ts";

/** What the command line says of itself, in the language of the machine. */

type Text = Readonly<Record<Language, string>>;

interface CommandHelp {
  /** What is typed behind the program's name. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly what: Text;
  /** What is told by `COMMAND --help` beside it. */
  readonly more?: Text;
}

/** Every command, in the order in which somebody meets them. */
export const COMMANDS = {
  start: {
    usage: "start [BOT] [--watch] [--account KIND] [--fresh] [--world DIR] [--replay FILE]",
    what: {
      en: "run a bot; without an account with a page to chat with it",
      zh: "运行机器人；未配置账号时同时打开可与它对话的手机页面",
    },
    more: {
      en: `  BOT            a module, or a folder with an index (default: samples/echo, which comes with the package)
  --watch        start the bot again on every edit
  --account KIND service (default), service-unverified, subscription, subscription-unverified, test
  --without R    rights that it lacks all the same: customerService,templates
  --fresh        begin with new people; else people, chats and time go on where they were
  --world DIR    where they are kept (default: data/phone), or none
  --replay FILE  begin with a timeline that the page exported; it is not kept

Listens on http://localhost:3978/wechat (PORT), the page on http://127.0.0.1:3979 (PHONE_PORT).
The settings stand in docs/settings.md; they come from the environment or from .env in this folder.`,
      zh: `  BOT            模块，或含 index 的文件夹（默认：随包提供的 samples/echo）
  --watch        每次修改后重新启动机器人
  --account KIND service（默认）、service-unverified、subscription、subscription-unverified、test
  --without R    仍然没有的权限：customerService,templates
  --fresh        从新用户开始；否则用户、聊天和时间接着上次继续
  --world DIR    保存它们的文件夹（默认 data/phone），none 表示不保存
  --replay FILE  从页面导出的时间线开始，不保存

监听 http://localhost:3978/wechat（PORT），手机页面在 http://127.0.0.1:3979（PHONE_PORT）。
全部配置见 docs/settings.zh-CN.md，来自环境变量或当前目录的 .env。`,
    },
  },
  init: {
    usage: "init FOLDER [--javascript] [--agent] [--package FILE]",
    what: { en: "begin a bot of your own, with a test", zh: "创建自己的机器人项目，带测试" },
    more: {
      en: `  --javascript   JavaScript instead of TypeScript
  --agent        for the Microsoft 365 Agents SDK instead of Bot Framework
  --package FILE this package as npm pack made it, where the registry does not have it

Writes a bot, test, a recorded story, .env.example, Dockerfile, compose.yaml and a CI workflow. Nothing is overwritten.`,
      zh: `  --javascript   使用 JavaScript（默认 TypeScript）
  --agent        使用 Microsoft 365 Agents SDK（默认 Bot Framework）
  --package FILE npm pack 生成的本包文件，用于包仓库中没有本包时

写入机器人、测试、一段录好的对话、.env.example、Dockerfile、compose.yaml 和 CI。不会覆盖任何文件。`,
    },
  },
  push: {
    usage: "push [TEXT]",
    what: {
      en: "send one push to that server as WeChat would, and print the answer",
      zh: "像微信一样向该服务器发送一条推送，并打印回复",
    },
    more: {
      en: `  --event CLICK --key MENU_1   an event instead of a text
  --xml FILE                   any push, written down
  --retries                    ask up to three times, five seconds apart, as WeChat does
  --url URL                    another server of this account
  --from OPENID                another follower`,
      zh: `  --event CLICK --key MENU_1   发送事件而不是文字
  --xml FILE                   发送文件中的任意推送
  --retries                    像微信一样最多请求三次，每次间隔五秒
  --url URL                    该账号的另一台服务器
  --from OPENID                另一位用户`,
    },
  },
  simulate: {
    usage: "simulate --url URL --token T [--aes-key K] [--app-id A] [--mode M] [--script FILE]",
    what: {
      en: "play WeChat against a server: follow, say, tap, scan, wait 48h, fault …",
      zh: "对任意服务器扮演微信：关注、发言、点击、扫码、等待 48 小时、制造故障……",
    },
    more: {
      en: `  --script FILE  play what is written there, and compare
  --phone        open the page, too (at a terminal it opens by itself)
  --account KIND service (default), service-unverified, subscription, subscription-unverified, test
  --without LIST rights that it lacks: customerService, templates
  --unverified   the same as --account subscription-unverified

Without --token: against the account of this folder.`,
      zh: `  --script FILE  按文件执行并比对
  --phone        同时打开手机页面（在终端中会自动打开）
  --account KIND service（默认）、service-unverified、subscription、subscription-unverified、test
  --without LIST 没有的权限：customerService、templates
  --unverified   等同 --account subscription-unverified

不带 --token：使用当前目录的账号。`,
    },
  },
  record: {
    usage: "record FILE [--bot BOT] [--who NAME] [--script | --dialogue]",
    what: {
      en: "a chat that the page exported becomes a test",
      zh: "把页面导出的聊天变成测试",
    },
    more: {
      en: `  --bot BOT   the module or folder that the test loads (default: ./bot.mjs)
  --who NAME  whose chat (default: who did the most)
  --script    lines for simulate --script instead of code for testWeChat
  --dialogue  code for testDialogue: message keys, without WeChat, for a bot of dialogues

FILE may also hold tapes of a bot's \`record\` in production, one a line as JSON: a test plays them again, every text masked.

The test does again what was done, with the times between, and expects what was seen. Names are made up.`,
      zh: `  --bot BOT   测试加载的模块或文件夹（默认：./bot.mjs）
  --who NAME  哪位用户的聊天（默认：操作最多的用户）
  --script    输出 simulate --script 的脚本，而不是 testWeChat 代码
  --dialogue  输出 testDialogue 代码：比较消息键，不经过微信，用于由对话组成的机器人

FILE 也可以是机器人在生产环境用 \`record\` 记下的磁带（每行一个 JSON）：测试会重放它们，所有文字都被遮蔽。

测试重做每个动作（包括间隔时间），并期望看到同样的内容。名字是虚构的。`,
    },
  },
  mcp: {
    usage: "mcp [BOT] [--account KIND] [--without LIST] | mcp --phone URL",
    what: {
      en: "a bot and a simulated WeChat for coding tools, by the Model Context Protocol (MCP)",
      zh: "通过 MCP 把机器人和模拟的微信提供给编程工具",
    },
    more: {
      en: `  --account KIND service (default), service-unverified, subscription, subscription-unverified, test
  --without LIST rights that it lacks: customerService, templates
  --unverified   the same as --account subscription-unverified
  --phone URL    the bot and the people of the page that is open there, instead of a world of its own

Twelve tools: follow, say, tap, scan, send, wait, break, see, explain, script, record, draw.
Needs npm install @modelcontextprotocol/server.`,
      zh: `  --account KIND service（默认）、service-unverified、subscription、subscription-unverified、test
  --without LIST 没有的权限：customerService、templates
  --unverified   等同 --account subscription-unverified
  --phone URL    使用该地址已打开的手机页面中的机器人和用户，而不是独立的世界

十二个工具：follow、say、tap、scan、send、wait、break、see、explain、script、record、draw。
需要 npm install @modelcontextprotocol/server。`,
    },
  },
  rehearse: {
    usage: "rehearse [BOT]",
    what: {
      en: "the operator's page and three accounts to link, at a simulated WeChat",
      zh: "彩排：运营者页面和三个可绑定的账号，微信是模拟的",
    },
    more: {
      en: "A verified service account, one that is not verified, and a subscription account. Nothing outside of this machine is asked or kept.",
      zh: "一个已认证的服务号、一个未认证的服务号和一个公众号。不访问本机以外的任何地方，也不保存任何东西。",
    },
  },
  doctor: {
    usage: "doctor [--lang zh|en]",
    what: {
      en: "check the configured account end to end, and say what to do",
      zh: "从头到尾检查已配置的账号，并说明如何处理",
    },
    more: {
      en: "Exit code 1 when something must be mended. Nothing is changed, and no follower hears of it.",
      zh: "有需修复的项目时退出码为 1。不会改动任何东西，用户也不会察觉。",
    },
  },
  explain: {
    usage: 'explain CODE ["WECHAT\'S TEXT"] [--lang zh|en]',
    what: {
      en: "what an error code of WeChat means: cause, trigger, purpose, checklist",
      zh: "解释微信错误码：原因、何时出现、为何限制、排查步骤",
    },
  },
  data: {
    usage:
      "data export|forget|transcript OPENID | data backup FILE | data reseal | data move APPID GH_ID FILE",
    what: {
      en: "what the store keeps of a follower, also while the server runs; a copy of a SQLite store; the change of its key",
      zh: "查看或删除某位用户的数据（服务器运行时也可以）；备份 SQLite 存储；更换存储密钥",
    },
    more: {
      en: `  data export OPENID   print what is kept of a follower
  data forget OPENID   remove it
  data transcript OPENID --by NAME
                       what was said, where it is kept; the log names who reads
  data backup FILE     a copy of a SQLite store, while it is in use
  data reseal          while the bot runs: seals with the first key of WECHAT_STORE_KEY what the others sealed, and says
                       what is left; with 0 left the others may go
  data move APPID GH_ID FILE
                       after that account moved into this one: what is kept of the openids in FILE, one a line`,
      zh: `  data export OPENID   打印某位用户的全部数据
  data forget OPENID   删除这些数据
  data transcript OPENID --by NAME
                       查看保留的对话；日志会记下查看者
  data backup FILE     在使用中备份 SQLite 存储
  data reseal          机器人运行时：用 WECHAT_STORE_KEY 的第一个密钥重新加密由其他密钥加密的内容，并报告剩余数量；
                       剩余 0 时可删除其他密钥
  data move APPID GH_ID FILE
                       该账号迁移到本账号之后：转移 FILE 中各 openid（每行一个）的数据`,
    },
  },
  draw: {
    usage: "draw BOT [--svg FOLDER] [--funnel FILE] [--reached FILE] [--lock FILE [--check]]",
    what: { en: "its dialogues as diagrams", zh: "把机器人的对话画成图" },
    more: {
      en: `  --svg FOLDER   as pictures instead of mermaid text
  --funnel FILE  with the numbers of a funnel
  --reached FILE which ways no test takes; your tests write it: WECHAT_REACHED=FILE npm test
  --lock FILE    write their structures down; with --check: compare them`,
      zh: `  --svg FOLDER   输出图片而不是 mermaid 文本
  --funnel FILE  附上漏斗数据
  --reached FILE 哪些路没有测试走过；文件由测试写出：WECHAT_REACHED=FILE npm test
  --lock FILE    记录对话结构；加 --check 则进行比对`,
    },
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

type CommandName = keyof typeof COMMANDS;

const GENERAL = {
  title: {
    en: "botbuilder-adapter-wechat: put a bot on a WeChat Official Account",
    zh: "botbuilder-adapter-wechat：让机器人接入微信公众号与服务号",
  },
  more: {
    en: "COMMAND --help tells more; --version the version of this package.",
    zh: "“命令 --help”显示详细说明；--version 显示版本。",
  },
  exit: {
    en: "Exit code 0: done. 1: a mistake, told in one sentence, or a check that found something to mend.",
    zh: "退出码 0：完成。1：有错误（一句话说明），或检查发现需要处理的问题。",
  },
} as const;

/** The list of all commands, or everything about one. */
export function helpFor(name: string | undefined, language: Language = machineLanguage()): string {
  if (name !== undefined && isCommand(name)) return pageOf(COMMANDS[name], language);
  const lines = Object.entries<CommandHelp>(COMMANDS).map(
    ([command, { what }]) => `  ${command.padEnd(9)} ${what[language]}`,
  );
  const { title, more, exit } = GENERAL;
  return `${title[language]}\n\n${lines.join("\n")}\n\n${more[language]}\n${exit[language]}\n`;
}

function pageOf({ usage, what, more }: CommandHelp, language: Language): string {
  const parts = [`botbuilder-adapter-wechat ${usage}`, `  ${what[language]}`, more?.[language]];
  return `${withPages(parts.filter((part) => part !== undefined).join("\n\n"), language)}\n`;
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** "xyz" is not a command: and the one that was meant, where one is near. */
export function notACommand(name: string, language: Language = machineLanguage()): string {
  const near = Object.keys(COMMANDS).find((one) => one.startsWith(name.slice(0, 3)));
  const said: Text = {
    en: `"${name}" is not a command.${near === undefined ? "" : ` Did you mean ${near}?`}`,
    zh: `没有“${name}”这个命令。${near === undefined ? "" : `是不是 ${near}？`}`,
  };
  return said[language];
}

/** The version of this package, for people who report something. */
export function version(): string {
  const file = join(import.meta.dirname, "..", "..", "..", "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** What a start is refused with, in Chinese: by the English sentence, whose names and values stay. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /^(\S+) is not a setting\. If (\S+) is meant, .*$/,
    "$1 不是配置项。如果指的是 $2，请改正名称；如果属于其他程序，请同时设置 $2（可以为空）。",
  ],
  [
    /^(\S+) is not set: an account needs its AppID and its token\.$/,
    "未设置 $1：账号需要 AppID 和令牌。",
  ],
  [/^(\S+) must be a number from (\d+) to (\d+)\.$/, "$1 必须是 $2 到 $3 之间的数字。"],
  [/^(\S+) must be an http or https address\.$/, "$1 必须是 http 或 https 地址。"],
  [/^(\S+) must be a number of minutes, for example (\d+)\.$/, "$1 必须是分钟数，例如 $2。"],
  [/^(\S+) must be a number of days; 0 keeps for ever\.$/, "$1 必须是天数；0 表示永久保留。"],
  [/^(\S+) must be at most (\d+) days; 0 keeps for ever\.$/, "$1 最多 $2 天；0 表示永久保留。"],
  [/^(\S+) must be ([\w, ]+) or (\w+)\.$/, "$1 必须是 $2 或 $3。"],
  [
    /^(\S+)=refuse needs (\S+): nothing is sealed without it\.$/,
    "$1=refuse 需要 $2：没有它就没有加密。",
  ],
  [/^PORT (\d+) is taken: .*$/, "端口 $1（PORT）已被占用：请停止占用它的程序，或换一个。"],
  [
    /^PORT (\d+) is not for this user: .*$/,
    "当前用户不能使用端口 $1（PORT）：请设置 1024 以上的端口。",
  ],
  [
    /^(.+) is not empty: name another folder\. Nothing was written\.$/,
    "$1 不是空目录：请换一个。没有写入任何内容。",
  ],
];

/** The same, line by line, in Chinese where we have it; a sentence that we do not have stays English. */
export function inChinese(message: string): string {
  return message
    .split("\n")
    .map((line) => {
      const known = SENTENCES.find(([english]) => english.test(line));
      return known === undefined ? line : line.replace(known[0], known[1]);
    })
    .join("\n");
}

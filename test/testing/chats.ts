/** What somebody says to each sample, with pauses in hours where there are some. */
export const CHATS: Readonly<Record<string, readonly (string | { readonly wait: string })[]>> = {
  booking: ["你好", "2", "明天晚上七点", "4", "李雷", "13800138000", "对", { wait: "3h" }, "谢谢"],
  support: ["I want a refund", "my order is broken", "yes", { wait: "30m" }, "hello?"],
  assistant: ["Tell me a story", "and another one"],
  waterfall: ["hi", "2", "Li", "yes", "200", "35", "skip"],
  agent: ["鸡蛋怎么做？", "菜谱", "1", { wait: "2m" }, "好了吗"],
};

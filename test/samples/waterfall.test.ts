import { expect, test } from "vitest";
import { DialogBot } from "../../samples/waterfall/index.ts";
import { type BotLogic, chinesePrompts } from "../../src/index.ts";
import { testWeChat } from "../../src/testing/index.ts";

async function open(verified: boolean, locale = "en-US") {
  let bot: { run: BotLogic } | undefined;
  const wechat = await testWeChat((context) => bot?.run(context) ?? Promise.resolve(), {
    verified,
    locale,
  });
  wechat.adapter.use(chinesePrompts());
  /** As after a deploy: nothing of a dialog lives in the process. */
  const restart = () => {
    bot = new DialogBot(wechat.adapter.botStorage);
  };
  restart();
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  return { mei, restart };
}

test("a waterfall of Bot Framework runs unchanged, a new process for every message", async () => {
  const { mei, restart } = await open(false);
  for (const text of ["hi", "2", "Li", "yes", "200", "35"]) {
    await mei.says(text);
    restart();
  }
  await mei.sendsImage();
  mei.mustSee(
    "Please enter your mode of transport.\n1. Car\n2. Bus\n3. Bicycle",
    "What is your name, human?",
    "Thanks Li.\n\nDo you want to give your age?\n1. Yes\n2. No",
    "Please enter your age.",
    "The value entered must be greater than 0 and less than 150.",
    "I have your age as 35.\n\nPlease attach a profile picture (or type any message to skip).",
    "I have your mode of transport as Bus and your name as Li. You are 35 years old.",
  );
});

test("choices are tapped where the account may send menus; steps can be skipped", async () => {
  const { mei } = await open(true);
  await mei.says("hi");
  const [menu] = mei.sees() as { msgmenu: { list: { id: string; content: string }[] } }[];
  const bicycle = menu?.msgmenu.list.find(({ content }) => content === "Bicycle");
  await mei.chooses(bicycle?.id ?? "");
  for (const text of ["Li", "no", "skip"]) await mei.says(text);
  expect(mei.sees().at(-1)).toBe("I have your mode of transport as Bicycle and your name as Li.");
});

test("its prompts understand Chinese", async () => {
  const { mei } = await open(false, "zh-CN");
  for (const text of ["你好", "第二个", "李雷", "不用了", "跳过"]) await mei.says(text);
  expect(mei.sees().at(-1)).toBe("I have your mode of transport as Bus and your name as 李雷.");
});

import { expect, test } from "vitest";
import { kitchenAgent } from "../../samples/agent/agent.ts";
import { standIn } from "../../samples/agent/model.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { ManualClock, testWeChat } from "../../src/testing/index.ts";
import { ACCOUNT } from "../helpers/road.ts";

async function kitchen(verified = true) {
  const clock = new ManualClock();
  const adapter = new WeChatAgentAdapter({ accounts: [ACCOUNT] });
  const wechat = await testWeChat(kitchenAgent(adapter, clock, standIn(clock)), {
    clock,
    verified,
  });
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  expect(mei.sees()).toEqual([expect.stringContaining("您好")]);
  return { mei, wechat };
}

test("samples/agent streams, and names what its tool found", async () => {
  const { mei } = await kitchen();
  await mei.says("鸡蛋怎么做？");
  const said = mei.sees().join("\n");
  expect(said).toContain("厨房里有六个鸡蛋 [1]。");
  expect(said).toContain("[1] 冰箱 Fridge");
  expect(said).toContain("尝一尝，再尝一尝。");
});

test.each([true, false])(
  "its card is tapped, and it writes first (verified: %s)",
  async (verified) => {
    const { mei, wechat } = await kitchen(verified);
    await mei.says("菜谱");
    expect(JSON.stringify(mei.sees())).toMatch(/葱油拌面.*开始煮/);
    await mei.says("1");
    expect(mei.sees()).toEqual(["一分钟后叫您。 I will call you in a minute."]);
    await wechat.advance("2min");
    if (!verified) await mei.says("好了吗");
    expect(mei.sees().join("\n")).toContain("面好了");
  },
);

test("it counts what it was asked", async () => {
  const { mei } = await kitchen();
  for (const question of ["one", "two", "three"]) await mei.says(question);
  expect(mei.sees().join("\n")).toContain("question 3");
});

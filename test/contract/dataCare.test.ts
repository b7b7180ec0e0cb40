import { ConversationState } from "botbuilder";
import { expect, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { TURN_SCOPE, type TurnScope } from "../../src/store/turnScope.ts";
import { type TestWeChat, testWeChat } from "../../src/testing/index.ts";
import { wireAccount } from "../helpers/wechat.ts";

type Options = NonNullable<Parameters<typeof testWeChat>[1]>["adapter"];

/** A bot that counts a follower's messages in a slice and in conversation state, and forgets on demand. */
async function counting(options: Options = {}): Promise<TestWeChat> {
  let state: ConversationState | undefined;
  const weChat = await testWeChat(
    async (context) => {
      if (context.activity.type !== "message") return;
      state ??= new ConversationState(weChat.adapter.botStorage);
      const scope = context.turnState.get<TurnScope>(TURN_SCOPE);
      const n = ((scope.read("n") as number | undefined) ?? 0) + 1;
      scope.write("n", n);
      const said = state.createProperty<number>("said");
      await said.set(context, (await said.get(context, 0)) + 1);
      await state.saveChanges(context);
      if (context.activity.text === "forget me") {
        await weChat.adapter.forget(context.activity.from.id);
      }
      await context.sendActivity(`${n} ${await said.get(context)}`);
    },
    { adapter: options },
  );
  onTestFinished(() => weChat.close());
  return weChat;
}

async function kept({ adapter, account }: TestWeChat, openid: string): Promise<string> {
  const parts: unknown[] = [];
  const { appId } = account.settings;
  for await (const part of adapter.export({ appId, openid })) parts.push(part);
  return parts.length === 0 ? "" : JSON.stringify(parts);
}

test("what is kept of a follower can be exported and removed, by openid alone", async () => {
  const weChat = await counting();
  const [mei, han] = [weChat.follower(), weChat.follower()];
  for (const one of [mei, han]) {
    await one.subscribes();
    await one.says("hello");
    await one.says("hello");
  }
  expect(await kept(weChat, mei.openid)).toMatch(/"n":2.*"said\\":2/);
  await weChat.adapter.forget(mei.openid);
  expect(await kept(weChat, mei.openid)).toBe("");
  expect(await kept(weChat, han.openid)).toContain('"n":2');
  await mei.says("hello");
  await han.says("hello");
  expect([mei.sees().at(-1), han.sees().at(-1)]).toEqual(["1 1", "3 3"]);
});

test("with several accounts the follower must be named with his own", async () => {
  const accounts = [wireAccount(), wireAccount()].map(({ mode: _, ...account }) => account);
  const adapter = new WeChatAdapter({ accounts, store: new MemoryStore() });
  onTestFinished(() => adapter.close());
  await expect(adapter.forget("oMei")).rejects.toThrow("{ appId, openid }");
  await adapter.forget({ appId: accounts[0]?.appId ?? "", openid: "oMei" });
});

test("asked for within the follower's own turn, that turn still answers; then all is gone", async () => {
  const weChat = await counting();
  const mei = weChat.follower();
  await mei.subscribes();
  await mei.says("hello");
  await mei.says("forget me");
  expect(mei.sees().at(-1)).toBe("2 2");
  expect(await kept(weChat, mei.openid)).toContain('"n":2');
  await weChat.advance("30s");
  expect(await kept(weChat, mei.openid)).toBe("");
  await mei.says("hello");
  expect(mei.sees().at(-1)).toBe("1 1");
});

test("who leaves is kept by default", async () => {
  const weChat = await counting();
  const mei = weChat.follower();
  await mei.subscribes();
  await mei.says("hello");
  await mei.unfollows();
  await weChat.advance("60s");
  expect(await kept(weChat, mei.openid)).toContain('"n":1');
});

test("onUnsubscribe: forget removes who leaves, unless he is back at once", async () => {
  const weChat = await counting({ onUnsubscribe: "forget" });
  const [mei, han] = [weChat.follower(), weChat.follower()];
  for (const one of [mei, han]) {
    await one.subscribes();
    await one.says("hello");
    await one.unfollows();
  }
  await weChat.advance("5s");
  await han.subscribes();
  await weChat.advance("60s");
  expect(await kept(weChat, mei.openid)).toBe("");
  expect(await kept(weChat, han.openid)).toContain('"n":1');
});

test("also where the bot throws on the news", async () => {
  const weChat = await testWeChat(
    async (context) => {
      if (context.activity.membersRemoved) throw new Error("boom");
    },
    { adapter: { onUnsubscribe: "forget" } },
  );
  onTestFinished(() => weChat.close());
  const mei = weChat.follower();
  await mei.subscribes();
  await mei.unfollows();
  expect(await kept(weChat, mei.openid)).not.toBe("");
  await weChat.advance("60s");
  expect(await kept(weChat, mei.openid)).toBe("");
});

import { expect, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { MOUNTS, type Mount } from "../helpers/servers.ts";
import {
  freshMsgId,
  post,
  settingsOf,
  textOf,
  textXml,
  type WireAccount,
  wireAccount,
  wrap,
} from "../helpers/wechat.ts";

/** A process that knows these pairs of token and key: one store, one bot, which answers when it is let go. */
async function processOf(
  present: WireAccount,
  previous: WireAccount | undefined,
  store: MemoryStore,
) {
  const log = { info() {}, warn() {}, error() {} };
  const adapter = new WeChatAdapter({
    accounts: [
      {
        ...settingsOf(present),
        ...(previous && {
          previousToken: previous.token,
          previousEncodingAESKey: previous.encodingAESKey,
        }),
      },
    ],
    ...{ store, log },
  });
  const mount = MOUNTS.http as Mount;
  const server = await mount(adapter, async (context) => {
    const { text = "" } = context.activity;
    if (text.startsWith("slow")) await new Promise((resolve) => setTimeout(resolve, 1_500));
    await context.sendActivity(`echo: ${text}`);
  });
  onTestFinished(async () => {
    await server.close();
    await adapter.close();
  });
  return server.url;
}

test("token and key change while pushes come: each is answered with the pair that signed it, by old and new processes", async () => {
  const old = wireAccount();
  const { token, encodingAESKey } = wireAccount();
  const changed = { ...old, token, encodingAESKey };
  const store = new MemoryStore();
  // In a deploy of the new pair: a process that has only the old one, and one that has both.
  const before = await processOf(old, undefined, store);
  const after = await processOf(changed, old, store);

  const said = (of: WireAccount, text: string, from: string) =>
    wrap(of, textXml(of, text, { from, msgId: freshMsgId() }));
  const flights: Promise<string>[] = [];
  const answered = async (url: string, of: WireAccount, text: string, from: string) => {
    const { status, body } = await post(url, said(of, text, from));
    expect(status).toBe(200);
    return textOf(of, body);
  };
  // Begun before WeChat changes, and still open behind it.
  for (let n = 0; n < 10; n += 1) {
    flights.push(answered(n % 2 === 0 ? before : after, old, `slow ${n}`, `oOld${n}`));
  }
  for (let n = 0; n < 10; n += 1) flights.push(answered(after, changed, `slow ${n}`, `oNew${n}`));
  const texts = await Promise.all(flights);
  expect(texts).toEqual([...Array(20).keys()].map((n) => `echo: slow ${n % 10}`));

  // One push, signed anew with the new pair when it comes again, is not run a second time.
  const xml = textXml(old, "once", { from: "oMei", msgId: freshMsgId() });
  const first = await post(before, wrap(old, xml));
  const second = await post(after, wrap(changed, xml));
  expect(second.body).toBe(first.body);
  expect(textOf(old, first.body)).toBe("echo: once");
});

import { expect, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import type { Store } from "../../src/store/store.ts";
import { requestBytes, speak } from "../attack/raw.ts";
import { seconds, testRoad } from "../helpers/road.ts";
import { MOUNTS, type Mount } from "../helpers/servers.ts";
import { settingsOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";

/** A store that writes down which of its verbs are used on a push's road. */
function noting(store: Store): { store: Store; verbs: string[] } {
  const verbs: string[] = [];
  const road = new Set(["arrive", "step", "release", "untake", "enter", "sendNext", "wake"]);
  const noted = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (road.has(String(name))) verbs.push(String(name));
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { store: noted, verbs };
}

test("an ordinary turn asks the store twice, and not once more after its answer", async () => {
  const { store, verbs } = noting(new MemoryStore());
  const { says } = await testRoad(
    async (context) => void (await context.sendActivity(`you said ${context.activity.text}`)),
    { store },
  );
  for (const word of ["one", "two"]) expect((await says(word)).text).toBe(`you said ${word}`);
  await seconds(1);
  expect(verbs).toEqual(["arrive", "step", "arrive", "step"]);
});

test("pushes that came in together go through each station together", async () => {
  const { store, verbs } = noting(new MemoryStore());
  const account = wireAccount();
  const adapter = new WeChatAdapter({ accounts: [settingsOf(account)], store });
  const server = await (MOUNTS.http as Mount)(adapter, async (context) => {
    await context.sendActivity(`you said ${context.activity.text}`);
  });
  onTestFinished(async () => {
    await server.close();
    await adapter.close();
  });
  const pushes = Array.from({ length: 8 }, (_, i) => {
    const { query, body } = wrap(account, textXml(account, `word ${i}`));
    const last = { Connection: i === 7 ? "close" : "keep-alive" };
    return requestBytes("POST", `/wechat?${new URLSearchParams(query)}`, body, last);
  });
  // In one piece, so that they are read together for certain.
  const { text } = await speak(server.port, [Buffer.concat(pushes)]);
  expect(text.match(/HTTP\/1\.1 200/g)?.length).toBe(8);
  expect(verbs).toEqual([...Array(8).fill("arrive"), ...Array(8).fill("step")]);
});

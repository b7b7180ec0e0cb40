import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { deskBot } from "../../samples/desk/index.ts";
import { type Desk, type DeskHub, openDesk } from "../../src/index.ts";
import { testWeChat } from "../../src/testing/index.ts";

/** The sample's bot with a desk behind it, whose calls come to a server of our own at `address`. Mei follows. */
export async function playingWith(
  desk: Desk,
  serverOf: (hub: DeskHub) => Server,
  options: { readonly verified?: boolean } = {},
) {
  let hub: DeskHub | undefined;
  const wechat = await testWeChat(
    deskBot({
      handOver: (...all: Parameters<DeskHub["handOver"]>) => hub?.handOver(...all),
    } as DeskHub),
    options,
  );
  onTestFinished(() => wechat.close());
  hub = openDesk(desk, wechat.adapter, wechat.clock);
  wechat.adapter.use(hub);
  const server = serverOf(hub);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const mei = wechat.follower("Mei");
  await mei.subscribes();
  mei.sees();
  return { wechat, mei, hub, address: `http://127.0.0.1:${port}/` };
}

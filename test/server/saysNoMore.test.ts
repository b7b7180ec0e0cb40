import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { guardedServer } from "../../src/lastResort.ts";
import { createPublicListener } from "../../src/publicListener.ts";
import { listening } from "../helpers/servers.ts";
import { post, settingsOf, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { utter } from "../started/malformed.ts";

const log = { info() {}, warn() {}, error() {} };

test.each(["GET", "HEAD", "POST"])(
  "%s: who says at once that he says no more gets the status that comes later",
  async (method) => {
    const server = await listening(
      guardedServer({ name: "test", log }, async (_request, response) => {
        await wait(50);
        response.statusCode = 404;
        response.end();
      }),
    );
    onTestFinished(() => server.close());
    const request = `${method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`;
    expect(await utter(server.port, Buffer.from(request), 0)).toBe(404);
  },
);

test("a stream whose reader says no more is ended: its reader is gone", async () => {
  let ended = false;
  const server = await listening(
    guardedServer({ name: "test", log }, (_request, response) => {
      response.on("close", () => {
        ended = true;
      });
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("data: 1\n\n");
    }),
  );
  onTestFinished(() => server.close());
  const socket = connect(server.port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "data");
  socket.end();
  await once(socket, "close");
  await expect.poll(() => ended).toBe(true);
});

test("WeChat that hangs up on a push is gone: its next delivery gets the answer, and no other way is taken", async () => {
  const account = wireAccount();
  const adapter = new WeChatAdapter({ accounts: [settingsOf(account)], log });
  let go = (): void => {};
  const released = new Promise<void>((resolve) => {
    go = resolve;
  });
  let runs = 0;
  const { server } = createPublicListener({
    adapter,
    bot: {
      process: (request, response) =>
        adapter.process(request, response, async (context) => {
          runs += 1;
          await released;
          await context.sendActivity("hi");
        }),
    },
    linksAccounts: false,
    clock: systemClock,
    log,
  });
  const listener = await listening(server);
  onTestFinished(async () => {
    await listener.close();
    await adapter.close();
  });
  const push = wrap(account, textXml(account, "hello"));
  const socket = connect(listener.port, "127.0.0.1");
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  const head = `POST /wechat?${new URLSearchParams(push.query)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml`;
  socket.write(`${head}\r\nContent-Length: ${Buffer.byteLength(push.body)}\r\n\r\n${push.body}`);
  await expect.poll(() => runs).toBe(1);
  socket.end();
  await once(socket, "close");
  expect(heard).toBe("");
  const next = post(`http://127.0.0.1:${listener.port}/wechat`, push);
  await wait(50);
  go();
  expect(textOf(account, (await next).body)).toBe("hi");
  expect(runs).toBe(1);
});

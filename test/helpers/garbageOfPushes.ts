import { Agent, createServer, type RequestListener, request } from "node:http";
import { type HeapProfiler, Session } from "node:inspector/promises";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { AgentApplication, MemoryStorage } from "@microsoft/agents-hosting";
import { WeChatAgentAdapter } from "../../src/agents/index.ts";
import { WeChatAdapter } from "../../src/index.ts";
import { freshOpenid, settingsOf, textXml, wireAccount, wrap } from "./wechat.ts";

/**
 * A process of its own, `node --expose-gc garbageOfPushes.ts <shell>`: answers pushes and prints how many bytes a
 * push leaves behind that our code made and that only a full collection finds dead.
 */
const WARM_UP = 6_000;
const PUSHES = 6_000;
const CONNECTIONS = 8;
const OURS = /\/src\//;

const account = wireAccount({ mode: "plain" });
const followers = Array.from({ length: 200 }, freshOpenid);
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const server = createServer(process.argv[2] === "agents" ? agentListener() : botListener());
await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;

await pushAll(WARM_UP);
const session = new Session();
session.connect();
await session.post("HeapProfiler.startSampling", {
  samplingInterval: 4_096,
  includeObjectsCollectedByMajorGC: true,
});
await pushAll(PUSHES);
globalThis.gc?.();
const { profile } = await session.post("HeapProfiler.stopSampling");
console.log(Math.round(bytesOf(profile.head) / PUSHES));
process.exit();

function botListener(): RequestListener {
  const adapter = new WeChatAdapter({ accounts: [settingsOf(account)] });
  return (incoming, response) =>
    void adapter.process(incoming, response, async (context) => {
      await context.sendActivity("ok");
    });
}

function agentListener(): RequestListener {
  const adapter = new WeChatAgentAdapter({ accounts: [settingsOf(account)] });
  const app = new AgentApplication({ storage: new MemoryStorage() });
  app.onMessage(/./, async (context) => {
    await context.sendActivity("ok");
  });
  return (incoming, response) =>
    void adapter.process(incoming, response, (context) => app.run(context));
}

async function pushAll(count: number): Promise<void> {
  let sent = 0;
  const connection = async () => {
    while (sent < count) await pushOne(sent++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

async function pushOne(number: number): Promise<void> {
  const from = followers[number % followers.length] as string;
  const { query, body } = wrap(account, textXml(account, `hello ${number}`, { from }));
  const path = `/?${new URLSearchParams(query)}`;
  const answer = await new Promise<string>((resolve, reject) => {
    const sending = request({ agent, port, method: "POST", path }, (response) =>
      text(response).then(resolve, reject),
    );
    sending.on("error", reject).end(body);
  });
  if (!answer.includes("ok")) throw new Error(`The push was answered with ${answer}.`);
}

function bytesOf(node: HeapProfiler.SamplingHeapProfileNode): number {
  const own = OURS.test(node.callFrame.url) ? node.selfSize : 0;
  return node.children.reduce((sum, child) => sum + bytesOf(child), own);
}

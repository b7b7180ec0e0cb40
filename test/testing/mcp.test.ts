import { join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, onTestFinished, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** A real client of the protocol, on the command in a process of its own. */
async function connect(bot = "samples/booking", ...flags: readonly string[]) {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(root, "bin/wechat.cjs"), "mcp", bot, ...flags],
      cwd: root,
    }),
  );
  onTestFinished(() => client.close());
  const call = async (name: string, input: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: input });
    const [first] = content as { text?: string }[];
    return { text: first?.text ?? "", failed: isError === true };
  };
  return { client, call };
}

test("a coding tool talks to samples/booking over stdio, sees why, and records a test", async () => {
  const { client, call } = await connect();
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    ...["follow", "say", "tap", "scan", "send", "wait"],
    ...["break", "see", "explain", "script", "record", "draw"],
  ]);
  expect((await call("follow")).text).toContain("梅园");
  expect((await call("say", { text: "你好" })).text).toContain("大厅");
  expect((await call("tap", { what: "包间" })).text).toContain("哪天");
  expect((await call("wait", { time: "3h" })).text).toContain("您离开两个小时了");
  expect((await call("break", { how: "errcode 45015" })).failed).toBe(false);
  expect((await call("say", { text: "你好" })).text).toContain("接着填可以吗");
  await call("say", { text: "不用" });
  expect((await call("see")).text).toMatch(/Mei: say 不用[\s\S]*refused[\s\S]*45015/);
  expect((await call("explain", { code: 45015 })).text).toContain("48");
  await call("break", { how: "off" });
  expect((await call("script", { lines: "say 营业时间\nimage" })).text).toContain("> image");
  expect((await call("draw")).text).toContain("stateDiagram");
  const { text } = await call("record");
  expect(text).toContain('await mei.chooses("包间");');
  expect(text).toContain("mei.mustRead(");
  // What cannot be done is said, and ends nothing.
  expect(await call("send", { line: "dance" })).toMatchObject({ failed: true });
  expect((await call("scan", { scene: "poster", who: "Li" })).failed).toBe(false);
}, 60_000);

test("it plays the kind of account that it is told, and records for the dialogues alone", async () => {
  const { call } = await connect("samples/booking", "--account", "service-unverified");
  await call("follow");
  expect((await call("say", { text: "你好" })).text).toContain("1. 大厅");
  expect((await call("record")).text).toContain('verified: false, account: {"type":"service"}');
  const { text } = await call("record", { form: "dialogue" });
  expect(text).toContain('.user("你好")\n    .expect("ask.service")');
}, 60_000);

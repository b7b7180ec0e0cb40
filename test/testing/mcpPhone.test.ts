import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { openStage } from "../phone/openStage.ts";

beforeAll(() => buildPages({ ifStale: true }), 60_000);

const root = resolve(import.meta.dirname, "../..");
const PATIENCE = { timeout: 20_000 };

/** A real client of the protocol, on `mcp --phone ADDRESS` in a process of its own. */
async function connect(address: string) {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(root, "bin/wechat.cjs"), "mcp", "--phone", address],
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

test("a coding tool and a tester play in the world of one page, and each sees what the other does", async () => {
  const stage = await openStage("samples/booking");
  const { openid = "" } = (await stage.state()).people[0] ?? {};
  const { client, call } = await connect(stage.page);
  expect((await client.listTools()).tools.length).toBe(12);

  expect((await call("follow")).text).toContain("梅园");
  // "Mei" is the Mei of the page, whatever else she is called there.
  expect(await stage.seen(openid)).toEqual([expect.stringContaining("梅园")]);
  await stage.post("/api/act", { openid, action: { do: "say", text: "你好" } });
  await stage.settled(openid);
  // What cannot be done swallows nothing of what the tester did.
  expect((await call("tap", { what: "nothing of the menu" })).failed).toBe(true);
  const told = await call("say", { text: "2" });
  expect(told.text).toMatch(/^\(on the page\) \S*\s?Mei: say 你好\n/);
  expect(told.text).toContain("哪天");

  expect((await call("say", { text: "你好", who: "Wang Fang" })).failed).toBe(true);
  expect((await stage.state()).people.map(({ name }) => name)).toContain("Wang Fang");

  // What goes wrong is seen, and ended, on the page.
  expect((await call("break", { how: "errcode 45015" })).failed).toBe(false);
  const [fault] = (await stage.state()).trouble.faults;
  expect(fault?.what).toBe("errcode 45015");
  await stage.post("/api/trouble", { clearFault: fault?.id });
  expect((await stage.state()).trouble.faults).toEqual([]);

  expect((await call("wait", { time: "3h" })).text).toContain("您离开两个小时了");
  expect((await stage.of("time")).map(({ jumpedMs }) => jumpedMs)).toEqual([3 * 3_600_000]);
  expect((await call("see")).text).toMatch(/Mei: say 你好[\s\S]*say 2[\s\S]*\(3 h pass\)/);
  expect((await call("see", { last: 2 })).text).toMatch(/^\(\d+ lines before this/);
  expect((await call("record")).text).toContain('await mei.says("2");');
  expect((await call("record", { form: "dialogue" })).text).toContain('.user("你好")');
  expect((await call("draw")).text).toMatch(/%% booking\nstateDiagram-v2\n[\s\S]*-->/);

  stage.child.kill("SIGTERM");
  await stage.child.exited;
  const alone = await call("say", { text: "hello?" });
  expect(alone.failed).toBe(true);
  expect(alone.text).toMatch(/^No phone's page answers at \S+: .*\(no-phone\)$/);
}, 120_000);

const TALKATIVE = `import { setTimeout as sleep } from "node:timers/promises";
export default async (context) => {
  const { text } = context.activity;
  if (text === undefined) return;
  console.log("heard " + text);
  if (text === "boom") throw new Error("out of coffee");
  if (text === "slowly") await sleep(3_000);
  if (text === "menu") {
    await context.sendActivity("Here it comes");
    const actions = ["Red", "Blue"].map((value) => ({ type: "imBack", title: value, value }));
    return void (await context.sendActivity({ type: "message", text: "Which?", suggestedActions: { actions } }));
  }
  await context.sendActivity("You said " + text);
};
`;

test("it waits until a slow bot has answered, and reads what the bot wrote and why it failed", async () => {
  const stage = await openStage("bot.mjs", tempFolder({ "bot.mjs": TALKATIVE }));
  const { call } = await connect(stage.page);
  await call("follow");
  const slow = await call("say", { text: "slowly" });
  expect(slow.text.split("\n")).toEqual(["You said slowly", "(log) heard slowly"]);
  expect((await call("say", { text: "menu" })).text).toContain("Which?\nRed\nBlue");
  expect((await call("tap", { what: "Blue" })).text).toContain("You said Blue");
  const { text } = await call("say", { text: "boom" });
  expect(text).toMatch(/\(log\) the bot threw: Error: out of coffee \(.*bot\.mjs:6:\d+/);
  expect((await call("see")).text).toMatch(/say boom[\s\S]*out of coffee/);
  // A bot that was started again is played on.
  const answer = await stage.post("/api/bot", { do: "restart" });
  expect(answer.status).toBe(200);
  expect((await call("say", { text: "back?" })).text).toContain("You said back?");
}, 120_000);

test("what is asked for a program is guarded as the page is, and holds no secret", async () => {
  const stage = await openStage("samples/echo");
  const ask = (headers: Record<string, string>) =>
    fetch(`${stage.page}/api/happened?after=0&line=0`, { headers });
  expect((await ask({ origin: "https://evil.example" })).status).toBe(403);
  expect((await ask({ "sec-fetch-site": "cross-site" })).status).toBe(403);
  const text = await (await ask({})).text();
  const { events } = JSON.parse(text) as { events: { type: string; settings?: object }[] };
  expect(events[0]?.settings).toMatchObject({
    appSecret: "0".repeat(32),
    server: { token: "exportedtoken", encodingAESKey: "A".repeat(43) },
  });
  const odd = await fetch(`${stage.page}/api/happened?after=-5&line=x`);
  expect(((await odd.json()) as { events: object[] }).events.length).toBe(events.length);
}, 60_000);

test.each([
  ["an address elsewhere", ["--phone", "http://example.com:3979"], /is no page on this machine/],
  ["no address", ["--phone", "3979"], /is no page on this machine/],
  ["a bot beside it", ["samples/echo", "--phone", "http://127.0.0.1:1"], /leave BOT/],
  ["a kind", ["--account", "service", "--phone", "http://127.0.0.1:1"], /leave BOT/],
])("%s is refused in one sentence", async (_what, args, sentence) => {
  const child = runBin(["mcp", ...args], { cwd: root });
  expect(await child.exited).toBe(1);
  expect(child.stderr()).toMatch(sentence);
});

test("where no page is there, or another server, every tool says so by its code, and goes on when it comes", async () => {
  const server = createServer((_req, res) => void res.end("hello"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { call } = await connect(`http://localhost:${port}`);
  for (const [tool, input] of [
    ["say", { text: "hi" }],
    ["see", {}],
    ["wait", { time: "1h" }],
    ["break", { how: "errcode 45015" }],
  ] as const) {
    const { text, failed } = await call(tool, input);
    expect([failed, text]).toEqual([true, expect.stringMatching(/ \(no-phone\)$/)]);
  }
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
  const env = { PORT: "0", PHONE_PORT: String(port) };
  const child = runBin(["start", "samples/echo"], { cwd: tempFolder(), env });
  await expect.poll(child.stdout, PATIENCE).toMatch(/^Open the phone: /);
  expect((await call("follow")).text).toContain("欢迎关注");
}, 60_000);

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, onTestFinished, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const BOOKED = ["你好", "2", "明天晚上七点", "4", "李雷", "13800138000"];

/** A copy of samples/booking, as somebody edits it. */
function copyOfBooking(): string {
  const folder = mkdtempSync(join(root, ".faults-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bot = join(folder, "samples/booking");
  mkdirSync(bot, { recursive: true });
  cpSync(join(root, "samples/booking"), bot, { recursive: true });
  for (const file of ["booking.ts", "index.ts", "texts.ts", "restaurant.ts"]) {
    edit(join(bot, file), (text) => text.replaceAll("../../src/", "../../../src/"));
  }
  return bot;
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  writeFileSync(file, changed);
}

/** A tool that has the twelve tools and the answers that they give, and nothing else of us. */
async function open(bot: string) {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [join(root, "bin/wechat.cjs"), "mcp", bot],
      cwd: root,
    }),
  );
  const call = async (name: string, input: Record<string, unknown> = {}) => {
    const { content } = await client.callTool({ name, arguments: input });
    return (content as { text?: string }[])[0]?.text ?? "";
  };
  return { call, close: () => client.close() };
}

/** Books a table, and gives what is read after the last yes. */
async function book(call: Awaited<ReturnType<typeof open>>["call"]): Promise<string> {
  await call("follow");
  for (const text of BOOKED) await call("say", { text });
  return call("say", { text: "对" });
}

test("with the twelve tools alone a planted fault is found, by step and file, and mended", async () => {
  const bot = copyOfBooking();
  const file = join(bot, "booking.ts");
  const asked = 'need(a, "service", "at", "party", "contact")';
  expect(readFileSync(file, "utf8")).toContain(asked);
  edit(file, (text) =>
    text.replace(asked, 'need(a, "service", "at", "party", "contact", "again")'),
  );

  const broken = await open(bot);
  const told = await book(broken.call);
  expect(told).not.toContain("订好了");
  // The answer itself says why, and so does everything that happened.
  for (const text of [told, await broken.call("see")]) {
    expect(text).toContain(
      'a dialogue failed in the step confirm of booking: WeChatError: A step needs "again"',
    );
    expect(text).toMatch(/samples\/booking\/booking\.ts:\d+:\d+/);
  }
  // The drawing names what follows that step, and the test of this chat has the moment.
  expect(await broken.call("draw")).toContain("confirm --> book");
  const [, line = ""] = /booking\.ts:(\d+):/.exec(told) ?? [];
  await broken.close();

  // Mended at the place that was told.
  edit(file, (text) => {
    const lines = text.split("\n");
    const at = Number(line) - 1;
    lines[at] = (lines[at] ?? "").replace(', "again")', ")");
    return lines.join("\n");
  });
  const mended = await open(bot);
  expect(await book(mended.call)).toContain("订好了");
  const test = await mended.call("record", { form: "dialogue" });
  expect(test).toContain('.expect("book.done")');
  await mended.close();
}, 120_000);

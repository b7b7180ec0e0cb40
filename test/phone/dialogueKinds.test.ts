import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { runWritten } from "../testing/runWritten.ts";
import { openStage } from "./openStage.ts";

beforeAll(() => buildPages({ ifStale: true }), 60_000);

const root = resolve(import.meta.dirname, "../..");
const OURS = pathToFileURL(join(root, "src/index.ts")).href;
const BOTBUILDER = pathToFileURL(join(root, "node_modules/botbuilder/lib/index.js")).href;
const PATIENCE = { timeout: 20_000 };

const TABLE = `import { dialogue, dialogueBot, integer, texts } from "${OURS}";
const table = dialogue()({
  id: "table",
  version: 1,
  texts: texts("zh", { "ask.party": "几位？", done: "好的" }),
  asks: { party: integer("ask.party", 1, 20) },
  start: "party",
  steps: {
    party: { ask: "party", next: "done" },
    done: { end: "done" },
  },
});
`;

/** Ways in which people write bots with dialogues in them; each greets by itself. */
const BOTS = {
  "a bot that a function of the server's parts makes": `${TABLE}
export default () => dialogueBot({ dialogues: [table], begin: table });`,
  "a handler that holds one": `${TABLE}
import botbuilder from "${BOTBUILDER}";
class Shop extends botbuilder.ActivityHandler {
  booking = dialogueBot({ dialogues: [table], begin: table });
  constructor() {
    super();
    this.onMembersAdded(async (context, next) => { await context.sendActivity("欢迎！"); await next(); });
    this.onMessage(async (context, next) => { await this.booking.run(context); await next(); });
  }
}
export default new Shop();`,
  "a function beside an exported dialogue": `${TABLE}
export { table };
export default async (context) => {
  if (context.activity.type === "message") await table.run(context);
  else if (context.activity.membersAdded?.length) await context.sendActivity("欢迎！");
};`,
} as const;

/** Chats a little, and gives the code and what the page knows. */
async function chatWith(code: string) {
  const folder = tempFolder({ "bot.mjs": code });
  const stage = await openStage("bot.mjs", folder);
  const { openid = "" } = (await stage.state()).people[0] ?? {};
  const before = (await stage.state()).bot.dialogues;
  for (const action of [
    { do: "follow" },
    { do: "say", text: "你好" },
    { do: "say", text: "四位" },
  ]) {
    await stage.post("/api/act", { openid, action });
    await stage.settled(openid);
  }
  const answer = await fetch(`${stage.page}/api/dialogue/${openid}`);
  return { stage, folder, before, openid, answer, text: await answer.text() };
}

describe("a chat becomes testDialogue code of", () => {
  it.each(Object.entries(BOTS))(
    "%s",
    async (_kind, code) => {
      const { stage, folder, before, answer, text, openid } = await chatWith(code);
      expect(before).toBe("exported");
      expect([answer.status, text]).toEqual([200, expect.stringContaining('.user("四位")')]);
      expect(await stage.seen(openid)).toContain("几位？");
      const { machines } = await stage.state();
      expect(machines.map(({ name }) => name)).toContain("table");
      const absolute = text.replace('"bot.mjs"', JSON.stringify(join(folder, "bot.mjs")));
      const { exit, told } = await runWritten(absolute);
      expect([exit, exit === 0 ? "" : `${text}\n${told}`]).toEqual([0, ""]);
      // A test that expects something else is red.
      const other = await runWritten(absolute.replace('.expect("done")', '.expect("other")'));
      expect(other.exit).toBe(1);
    },
    90_000,
  );

  it("none where they are hidden in the bot: the page draws them, and says what to export", async () => {
    const hidden = `${TABLE}
const bot = dialogueBot({ dialogues: [table], begin: table });
export default async (context) => { await bot.run(context); };`;
    const { stage, before, answer, text } = await chatWith(hidden);
    expect(before).toBe("none");
    await expect.poll(async () => (await stage.state()).bot.dialogues, PATIENCE).toBe("hidden");
    expect((await stage.state()).machines.map(({ name }) => name)).toContain("table");
    expect(answer.status).toBe(409);
    const { code, message, zh } = JSON.parse(text);
    expect(code).toBe("testing");
    expect(message).toContain("export the one that dialogueBot made, or its one dialogue");
    expect(zh).toContain("请从该模块导出");
  }, 60_000);

  it("none where the bot has none", async () => {
    const stage = await openStage("samples/echo");
    expect((await stage.state()).bot).toMatchObject({ state: "running", dialogues: "none" });
  }, 60_000);
});

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TurnContext } from "botbuilder";
import { describe, expect, it, onTestFinished } from "vitest";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { SettingsError } from "../../src/errors.ts";
import { loadBot } from "../../src/loadBot.ts";
import { Services } from "../../src/services.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { settingsOf, wireAccount } from "../helpers/wechat.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };

function services(): Services {
  const adapter = new WeChatAdapter({ accounts: [settingsOf(wireAccount())], log });
  onTestFinished(() => adapter.close());
  return new Services(adapter, systemClock, log);
}

/** Loads a bot of Bot Framework. */
async function logicIn(path: string): Promise<BotLogic> {
  const bot = await loadBot(path, services());
  if (bot.sdk !== "Bot Framework") throw new Error(`taken for an agent: ${path}`);
  return bot.logic;
}

/** A context that remembers what was sent, as a bot sees it. */
function context() {
  const sent: string[] = [];
  const made = {
    activity: { type: "message", text: "hi" },
    sendActivity: async (text: string) => void sent.push(text),
  };
  return { sent, made: made as unknown as TurnContext };
}

const CLASS =
  "class Bot { async run(context) { await context.sendActivity('hi from ' + (this.name ?? 'class')); } }";

const BOTS: readonly [string, string, string][] = [
  ["a handler", `${CLASS} export default new Bot();`, "hi from class"],
  ["a handler's class", `${CLASS} export default Bot;`, "hi from class"],
  ["a class that inherits", `${CLASS} export default class extends Bot {}`, "hi from class"],
  [
    "a function",
    "export default async (context) => { await context.sendActivity('plain'); };",
    "plain",
  ],
  [
    "a function that takes the context apart",
    "export default async ({ activity, sendActivity }) => { await sendActivity(activity.text); };",
    "hi",
  ],
  [
    "a function that begins with the adapter",
    "export default async (context) => { context.adapter; await context.sendActivity('adapter'); };",
    "adapter",
  ],
  [
    "a factory of a handler",
    `${CLASS} export default ({ clock }) => Object.assign(new Bot(), { name: typeof clock.now() });`,
    "hi from number",
  ],
  [
    "a factory of a function",
    "export default ({ log }) => async (context) => { await context.sendActivity(typeof log.warn); };",
    "function",
  ],
  [
    "an asynchronous factory",
    `${CLASS} export default async ({ adapter }) => Object.assign(new Bot(), { name: adapter.constructor.name });`,
    "hi from WeChatAdapter",
  ],
];

describe("loadBot", () => {
  it.each(BOTS)("takes %s", async (_what, source, said) => {
    const folder = tempFolder({ "bot.mjs": source });
    const logic = await logicIn(join(folder, "bot.mjs"));
    const { sent, made } = context();
    await logic(made);
    await logic(made);
    expect(sent).toEqual([said, said]);
  });

  it("does not send anything while it finds out what a function is", async () => {
    const source =
      "let ran = 0; export default async (context) => { await context.sendActivity(String(++ran)); };";
    const logic = await logicIn(join(tempFolder({ "bot.mjs": source }), "bot.mjs"));
    const { sent, made } = context();
    expect(sent).toEqual([]);
    await logic(made);
    expect(sent.length).toBe(1);
  });

  it("takes a CommonJS module", async () => {
    const folder = tempFolder({
      "one.cjs": "module.exports = { async run(context) { await context.sendActivity('cjs'); } };",
      "two.cjs":
        "exports.__esModule = true; exports.default = { async run(context) { await context.sendActivity('compiled'); } };",
    });
    const { sent, made } = context();
    for (const name of ["one.cjs", "two.cjs"]) await (await logicIn(join(folder, name)))(made);
    expect(sent).toEqual(["cjs", "compiled"]);
  });

  it.each(["index.ts", "index.js", "index.mjs", "index.cjs"])(
    "takes a folder with an %s",
    async (name) => {
      const source = name.endsWith("cjs") ? "module.exports = " : "export default ";
      const folder = tempFolder({
        [name]: `${source} { async run(context) { await context.sendActivity("${name}"); } };`,
      });
      const { sent, made } = context();
      await (await logicIn(folder))(made);
      expect(sent).toEqual([name]);
    },
  );

  it.each([
    [
      "import and export in a CommonJS package",
      "bot.js",
      "import 'node:fs'; export default async () => {};",
      /^settings .*bot\.js is written with import and export, .*npm pkg set type=module, or call the file \.mjs/,
    ],
    [
      "export alone in a CommonJS package",
      "bot.js",
      "export default async () => {};",
      /npm pkg set type=module/,
    ],
    [
      "TypeScript that is no JavaScript with types",
      "bot.ts",
      "enum Size { Small } module.exports = async () => Size.Small;",
      /^settings .*bot\.ts has TypeScript that Node does not run as it is .*without enum/,
    ],
  ])("says what to do about %s", (_what, name, source, sentence) => {
    const folder = tempFolder({ "package.json": '{ "type": "commonjs" }', [name]: source });
    // In a process of its own: here vitest loads modules in a way of its own.
    const code = `import { loadBot } from ${JSON.stringify(pathToFileURL("src/loadBot.ts").href)};
      await loadBot(${JSON.stringify(join(folder, name))}, {}).catch(({ code, message }) => console.log(code, message));`;
    const args = ["--input-type=module", "-e", code];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toMatch(sentence);
  });

  it("takes the sample", async () => {
    const logic = await logicIn("samples/echo");
    const { sent, made } = context();
    await logic(made);
    expect(sent).toEqual(["hi"]);
  });

  it.each([
    ["nothing", "nowhere", "is not a bot: name a module, or a folder with an index.ts."],
    ["an empty folder", ".", "is not a bot: name a module, or a folder with an index.ts."],
  ])("refuses %s", async (_what, name, sentence) => {
    const path = join(tempFolder(), name);
    await expect(loadBot(path, services())).rejects.toThrow(
      new SettingsError([`${path} ${sentence}`]),
    );
  });

  it.each([
    ["no default export", "export const bot = {};"],
    ["a number", "export default 7;"],
    ["null", "export default null;"],
    ["an object without run", "export default { onMessage() {} };"],
    ["a class of something else", "export default class Shop {}"],
    ["a function that gives something else", "export default () => ({ app: {} });"],
  ])("refuses a module with %s", async (_what, source) => {
    const path = join(tempFolder({ "bot.mjs": source }), "bot.mjs");
    await expect(loadBot(path, services())).rejects.toThrow(
      `${path} has no bot: its default export must be an ActivityHandler, an AgentApplication or a function.`,
    );
  });

  it("refuses what can be run and is no bot", async () => {
    const source = "export default new (class Runner { async run(agent, input) {} })();";
    const path = join(tempFolder({ "bot.mjs": source }), "bot.mjs");
    await expect(loadBot(path, services())).rejects.toThrow(
      "Runner has a `run`, but of 2 parameters: a bot's takes the turn's context.",
    );
  });

  const HOSTING = JSON.stringify(import.meta.resolve("@microsoft/agents-hosting"));
  it.each([
    ["an application", "export default new sdk.AgentApplication();"],
    ["a handler", "export default new (class extends sdk.ActivityHandler {})();"],
    ["a handler's class", "export default class extends sdk.ActivityHandler {}"],
    [
      "a factory of an application with our adapter",
      "export default ({ agentAdapter: adapter }) => new sdk.AgentApplication({ adapter, storage: adapter.botStorage });",
    ],
  ])("takes %s of the Agents SDK for an agent", async (_what, source) => {
    const folder = tempFolder({ "agent.mjs": `import sdk from ${HOSTING}; ${source}` });
    const bot = await loadBot(join(folder, "agent.mjs"), services());
    expect(bot).toMatchObject({ sdk: "Agents SDK", agent: { run: expect.any(Function) } });
  });

  it("takes Bot Framework's handler for a bot, not for an agent", async () => {
    const framework = JSON.stringify(import.meta.resolve("botbuilder"));
    const source = `import sdk from ${framework}; export default class extends sdk.ActivityHandler {}`;
    const folder = tempFolder({ "bot.mjs": source });
    expect((await loadBot(join(folder, "bot.mjs"), services())).sdk).toBe("Bot Framework");
  });

  it.each([
    ["whose module throws", "throw new Error('broken at the top');", "broken at the top"],
    [
      "whose factory throws",
      "export default ({ log }) => { throw new Error('no database'); };",
      "no database",
    ],
  ])("lets its developer see the error of a bot %s", async (_what, source, message) => {
    const path = join(tempFolder({ "bot.mjs": source }), "bot.mjs");
    await expect(loadBot(path, services())).rejects.toThrow(message);
  });
});

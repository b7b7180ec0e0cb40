import { expect, test } from "vitest";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";

const ours = (file: string) => JSON.stringify(new URL(`../../src/${file}`, import.meta.url).href);
const PARTS = `
  import sdk from ${JSON.stringify(import.meta.resolve("@microsoft/agents-hosting"))};
  import { dialogue, dialogueBot, integer, texts } from ${ours("index.ts")};
  const table = dialogue()({
    id: "agents-table", version: 1, texts: texts("en", { "ask.party": "How many?", done: "Done." }),
    asks: { party: integer("ask.party", 1, 20) }, start: "party",
    steps: { party: { ask: "party", next: "done" }, done: { end: "done" } },
  });
  const applicationOf = (adapter, bot) => {
    const app = new sdk.AgentApplication({ adapter, storage: adapter?.botStorage });
    app.onActivity("message", (context) => bot.run(context));
    return app;
  };`;

/** `draw` of a module, in a process where nobody has loaded the SDK before. */
async function drawn(source: string) {
  const cwd = tempFolder({ "agent.mjs": PARTS + source });
  const child = runBin(["draw", "agent.mjs"], {
    cwd,
    env: { NODE_ENV: process.env.NODE_ENV ?? "", LANG: "en" },
  });
  return { code: await child.exited, out: child.stdout(), problem: child.stderr() };
}

test.each([
  [
    "an agent whose module exports its dialogues",
    `export const bot = dialogueBot({ dialogues: [table], begin: table });
       export default applicationOf(undefined, bot);`,
  ],
  [
    "an agent that is made of the server's agentAdapter",
    `export { table };
       export default ({ agentAdapter }) =>
         applicationOf(agentAdapter, dialogueBot({ dialogues: [table], begin: table }));`,
  ],
  [
    "a bot that is made of the server's agentAdapter",
    `export default async ({ agentAdapter, clock }) => {
         if (typeof agentAdapter.botStorage.read !== "function") throw new Error("no storage");
         return dialogueBot({ dialogues: [table], begin: table, clock });
       };`,
  ],
])("draw prints the dialogues of %s", async (_, source) => {
  const { code, out, problem } = await drawn(source);
  expect(out, problem).toMatch(/%% agents-table, version 1\nstateDiagram-v2/);
  expect(code).toBe(0);
});

test("an agent whose dialogues nobody exports is told to export them", async () => {
  const source = `const bot = dialogueBot({ dialogues: [table], begin: table });
      export default applicationOf(undefined, bot);`;
  const { code, problem } = await drawn(source);
  expect(problem).toMatch(/agent\.mjs has no dialogues: export them/);
  expect(code).toBe(1);
});

import { expect, onTestFinished } from "vitest";
import { type Child, tempFolder } from "../helpers/serversInChildren.ts";
import { openWorld } from "./world.ts";

export { CONSOLE_TOKEN, logOf } from "./world.ts";

/** Says back what it hears; `slow`: after the turn's first try; `later`, `throw`: from a timer, after the turn. */
const BOT = `
export default {
  async run(context) {
    const { type, text } = context.activity;
    if (type !== "message") return;
    if (text === "later") setTimeout(() => context.sendActivity("too late"), 100);
    if (text === "throw") setTimeout(() => { throw new Error("nobody catches this"); }, 100);
    if (text === "reject") void Promise.reject(new Error("nobody looks at this"));
    if (text === "slow") await new Promise((resolve) => setTimeout(resolve, 6_000));
    await context.sendActivity("heard: " + text);
  },
};
`;

const PATIENCE = { timeout: 120_000 };

/** A world until the test is over; `start` resolves when the server listens. */
export async function startEverything(store: string) {
  const world = await openWorld({ bot: BOT, store, folder: tempFolder() });
  onTestFinished(() => world.close());
  async function start(): Promise<Child> {
    const child = world.start();
    onTestFinished(() => child.kill("SIGKILL"));
    await expect.poll(() => child.stdout() + child.stderr(), PATIENCE).toMatch(/Metrics on/);
    return child;
  }
  return { ...world, start };
}

import { setTimeout as sleep } from "node:timers/promises";
import type { TurnContext } from "botbuilder";
import { expect, onTestFinished, test } from "vitest";
import { authorise, withdraw } from "../../src/simulator/actions/authorising.ts";
import { openConsoleWorld, SETS } from "../helpers/consoleWorld.ts";

/** How long the bot works on what begins with "slow": pushes are under way meanwhile. */
const SLOW_MS = 2_000;

async function logic(context: TurnContext): Promise<void> {
  const { type, text } = context.activity;
  if (type !== "message") return;
  if (text.startsWith("slow")) await sleep(SLOW_MS);
  await context.sendActivity(`echo: ${text}`);
}

test("an account is added and another one removed while pushes come: those under way are answered, and each account's next push as it stands", async () => {
  const world = await openConsoleWorld({ logic });
  onTestFinished(() => world.close());
  const { adapter, component, platform } = world;
  const stays = await world.link({ name: "Stays" });
  const goes = await world.link({ name: "Goes" });
  const comes = world.addAccount({ name: "Comes" });
  const known = async (appId: string) =>
    (await adapter.linking.accounts.list()).find((one) => one.appId === appId)?.link.state;

  const people = (appId: string) =>
    Array.from({ length: 8 }, () => {
      const { openid } = platform.addFollower(appId);
      platform.act(appId, openid, { do: "follow" });
      return { appId, openid };
    });
  const say = async (one: { appId: string; openid: string }, text: string) => {
    const [outcome] = await world.says(one, text);
    return outcome?.seen;
  };
  const staying = people(stays.appId);
  const underWay = [...staying, ...people(goes.appId)].map((one, n) => say(one, `slow ${n}`));
  await sleep(SLOW_MS / 4);

  // In the middle: one owner takes his consent back, another one gives it.
  withdraw(platform, component.settings.appId, goes.appId);
  const page = await adapter.linking.component.authorisationPage({ redirectUri: world.base });
  const code = new URL(page).searchParams.get("pre_auth_code") ?? "";
  authorise(platform, component.settings.appId, comes.appId, SETS, code);
  await expect.poll(() => known(goes.appId), { timeout: SLOW_MS }).toBe("withdrawn");
  await expect.poll(() => known(comes.appId), { timeout: 20_000 }).toBe("linked");
  const behind = [...staying, ...people(comes.appId)].map((one, n) => say(one, `quick ${n}`));

  const seen = await Promise.all([...underWay, ...behind]);
  expect(seen.map((one) => one?.saw)).toEqual(seen.map(() => "reply"));
  // Nobody's answer reached somebody else, and none was given twice.
  const shown = platform.timeline.of("message.shown");
  const texts = shown.map(({ openid, message }) => `${openid} ${JSON.stringify(message)}`);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toHaveLength(seen.length);

  // WeChat no longer pushes what is withdrawn; what still came would be refused.
  expect(await known(stays.appId)).toBe("linked");
  const [lost] = people(goes.appId);
  const after = await say(lost as { appId: string; openid: string }, "after").catch(
    () => undefined,
  );
  expect(after?.saw).not.toBe("reply");
}, 60_000);

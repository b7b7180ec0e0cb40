import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openWorld } from "../../src/commands/world/keptWorld.ts";
import { Platform } from "../../src/simulator/platform.ts";
import { packed, unpacked } from "../../src/simulator/world/kept/packed.ts";
import { prune } from "../../src/simulator/world/kept/pruned.ts";
import type { TimelineEvent } from "../../src/simulator/world/timeline.ts";
import { writeTest } from "../../src/testing/index.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";

const APP_ID = "wx0123456789abcdef";
const START = Date.parse("2026-03-02T09:00:00+08:00");
const LIMITS = { rows: 40_000, media: 100_000 };
const SECRETS = { token: "realtoken", encodingAESKey: "k".repeat(43), appSecret: "f".repeat(32) };

/** A world that is written into a folder, and what happens there. */
async function play(folder: string, limits = LIMITS) {
  let now = START;
  const clock = { now: () => now, after: () => () => {} };
  const lines: string[] = [];
  async function open() {
    const tell = (line: string) => void lines.push(line);
    const world = await openWorld({ folder, bot: "bots/one", appId: APP_ID, tell, limits });
    const platform = new Platform({ clock, seed: 1 });
    platform.replay(world?.past ?? []);
    if (platform.world.accounts.size === 0) {
      const { appSecret, ...server } = SECRETS;
      platform.addAccount({
        ...{ appId: APP_ID, appSecret, name: "Shop" },
        server: { url: "http://127.0.0.1:1/", mode: "safe", ...server },
      });
    }
    world?.keep(platform.timeline.events, () => 0);
    platform.timeline.subscribe(() => world?.changed());
    return { platform, close: async () => void (await world?.close()) };
  }
  const pass = (ms: number) => {
    now += ms;
  };
  return { open, pass, lines, now: () => now };
}

/** Somebody says something, and is answered; the push ends with the message after the next. */
function say(platform: Platform, openid: string, text: string): () => void {
  const [push] = platform.act(APP_ID, openid, { do: "say", text });
  const of = { appId: APP_ID, openid, pushId: `push ${text}` };
  platform.record("push.begun", { ...of, push: push ?? {} });
  platform.record("message.shown", {
    ...{ appId: APP_ID, openid, via: "custom", usesWindow: true },
    message: { msgtype: "text", text: { content: `heard ${text}` } },
  });
  return () => {
    const tried = {
      ...of,
      attempt: 1,
      startedAt: platform.clock.now(),
      outcome: "answered",
    } as const;
    platform.record("push.delivered", { ...tried, sent: "x".repeat(200), status: 200 });
    platform.record("push.ended", { ...of, saw: "reply", remarks: [] });
  };
}

function fileIn(folder: string): string {
  const [name = ""] = readdirSync(folder).filter((one) => one !== ".gitignore");
  return readFileSync(join(folder, name, "world.jsonl"), "utf8");
}

/** The state of a world, without what nothing reaches any more. */
function stateOf(platform: Platform): object {
  prune(platform.world, platform.clock.now());
  return JSON.parse(platform.snapshot()) as object;
}

const shownIn = (events: readonly TimelineEvent[]) =>
  events.flatMap((event) =>
    event.type === "message.shown" ? [JSON.stringify(event.message)] : [],
  );

describe("the file of a world", () => {
  it("stays bounded over restarts: the oldest rows go first, people and state stay", async () => {
    const folder = tempFolder();
    const { open, pass, lines } = await play(folder);
    let n = 0;
    let state: object = {};
    for (let run = 1; run <= 3; run++) {
      const { platform, close } = await open();
      if (run > 1) expect(stateOf(platform)).toEqual(state);
      const account = platform.account(APP_ID);
      if (run === 1) {
        for (const name of ["Mei", "Li Lei", "Wang Fang"]) {
          const { openid } = platform.addFollower(APP_ID, { name });
          platform.act(APP_ID, openid, { do: "follow", scene: name });
        }
        platform.addTemplate(APP_ID, { kind: "template", content: "{{thing1.DATA}}" });
        platform.record("menu.set", {
          appId: APP_ID,
          menu: { menuId: "1", button: [{ type: "click", name: "Today", key: "MENU_1" }] },
        });
      }
      const [mei = "", li = "", wang = ""] = account.followers.keys();
      platform.record("follower.tagged", { appId: APP_ID, openids: [li], tagId: 2, on: run !== 2 });
      if (run === 2) platform.act(APP_ID, wang, { do: "unfollow" });
      if (run === 2) {
        const change = { type: "subscription", verification: 0 } as const;
        platform.record("account.changed", { appId: APP_ID, change });
      }
      let end = () => {};
      for (let k = 0; k < 200; k++) {
        pass(60_000);
        const next = say(platform, k % 2 === 0 ? mei : li, `number ${++n}`);
        end();
        end = next;
        if (k % 20 === 0) platform.act(APP_ID, mei, { do: "image" });
      }
      end();
      state = stateOf(platform);
      await close();
      const text = fileIn(folder);
      expect(text.length).toBeLessThan(LIMITS.rows * 2);
      expect(text).toContain(`heard number ${n}"`);
      expect(text).toContain(`heard number ${n - 20}"`);
      expect(text).not.toContain(`heard number ${n - 190}"`);
    }
    expect(lines).toEqual([]);
    const { platform, close } = await open();
    expect(stateOf(platform)).toEqual(state);
    const { events } = platform.timeline;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
    // Nothing ends that did not begin.
    const begun = new Set(platform.timeline.of("push.begun").map(({ pushId }) => pushId));
    const ended = platform.timeline.of("push.ended").map(({ pushId }) => pushId);
    expect(ended.filter((pushId) => !begun.has(pushId))).toEqual([]);
    expect(ended.length).toBeGreaterThan(15);
    expect(shownIn(events).length).toBeLessThan(200);
    await close();
  }, 30_000);

  it("lets the oldest files go that WeChat keeps for three days only, and keeps the account's own", async () => {
    const folder = tempFolder();
    const { open, pass } = await play(folder, { ...LIMITS, media: 6_000 });
    const { platform, close } = await open();
    const { openid } = platform.addFollower(APP_ID, { name: "Mei" });
    platform.act(APP_ID, openid, { do: "follow" });
    const store = (mediaId: string, permanent: boolean) => {
      const file = { type: "image", fileName: "a.jpg", contentType: "image/jpeg" } as const;
      const content = mediaId.padEnd(2_000, "A");
      const media = { ...file, mediaId, permanent, content, createdAt: platform.clock.now() };
      platform.record("media.stored", { appId: APP_ID, media });
    };
    store("logo", true);
    for (let k = 1; k <= 8; k++) {
      pass(60_000);
      store(`picture-${k}`, false);
    }
    await close();
    const again = await open();
    const media = [...again.platform.account(APP_ID).media.keys()];
    expect(media).toContain("logo");
    expect(media).toContain("picture-8");
    expect(media).not.toContain("picture-1");
    expect(media.length).toBeLessThanOrEqual(7);
    await again.close();
  });

  it("gives no test of a chat whose beginning went, says why, and shares no secret", async () => {
    const folder = tempFolder();
    const { open, pass } = await play(folder);
    const first = await open();
    const { openid } = first.platform.addFollower(APP_ID, { name: "Mei" });
    first.platform.act(APP_ID, openid, { do: "follow" });
    for (let k = 0; k < 200; k++) {
      pass(1_000);
      say(first.platform, openid, `number ${k}`)();
    }
    await first.close();
    const { platform, close } = await open();
    const { events } = platform.timeline;
    expect(() => writeTest(events, { who: "Mei" })).toThrow(
      "The beginning of this chat is no longer kept: begin it anew, and chat again.",
    );
    const shared = platform.timeline.toShare();
    for (const secret of Object.values(SECRETS)) expect(shared).not.toContain(secret);
    expect(shared).toContain('"exportedtoken"');
    platform.record("chat.cleared", { appId: APP_ID, openid, anew: true });
    platform.act(APP_ID, openid, { do: "follow" });
    say(platform, openid, "once more")();
    expect(writeTest(events, { who: "Mei" })).toContain('await mei.says("once more");');
    await close();
  });
});

it("a world is packed as JSON and comes back, whatever names a bot has chosen", () => {
  const world = {
    map: new Map<unknown, unknown>([
      ["a", new Map([[1, new Set(["x"])]])],
      ["b", { $map: [["not", "ours"]], left: undefined }],
    ]),
    odd: [{ $set: 1 }, { $pairs: [] }, null, 0, "", [undefined].length],
  };
  const written = JSON.parse(JSON.stringify(packed(world))) as never;
  const { map } = world;
  map.set("b", { $map: [["not", "ours"]] });
  expect(unpacked(written)).toEqual(world);
});

import { expect, test } from "vitest";
import { Platform } from "../../src/simulator/platform.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { readJsonLines } from "../../src/simulator/world/timeline.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { FOLLOW, HELLO, HOUR, MINUTE, openBox, SEND } from "./box.ts";

/** A day on which a little of everything happens. */
async function live() {
  const box = await openBox({ paymentRule: "unlimited48h" }, { components: [{}] });
  const token = await box.token();
  const [mei, li] = [box.person(FOLLOW, HELLO), box.person({ do: "scan", scene: 7 })];
  await box.say(token, mei);
  await box.clock.advance(11 * MINUTE);
  await box.post("/cgi-bin/tags/create", token, { tag: { name: "客人" } });
  await box.post("/cgi-bin/tags/members/batchtagging", token, {
    openid_list: [li.openid],
    tagid: 100,
  });
  await box.upload(`/cgi-bin/media/upload?access_token=${token}&type=image`, { fileName: "a.png" });
  await box.post("/cgi-bin/clear_quota", token, { appid: box.appId });
  await box.say(token, li);
  box.act(li, { do: "image" });
  box.act(mei, { do: "permit", templateId: "N", accept: true });
  box.act(mei, { do: "pay" });
  box.act(li, { do: "unfollow" });
  return { box, mei, li };
}

test("a replayed timeline makes the same platform, which goes on in the same way", async () => {
  const { box, mei } = await live();
  await using _ = box;
  const lines = box.simulator.timeline.toJsonLines();
  const clock = new ManualClock(box.clock.now());
  const second = new Platform({ clock, seed: 1 });
  second.replay(readJsonLines(lines));
  expect(second.snapshot()).toBe(box.platform.snapshot());
  expect(second.timeline.toJsonLines()).toBe(lines);
  const go = (platform: Platform) => platform.act(box.appId, mei.openid, HELLO);
  expect(go(second)).toEqual(go(box.platform));
  expect(second.snapshot()).toBe(box.platform.snapshot());
  second.close();
});

test("a changed line makes another platform", async () => {
  const { box } = await live();
  await using _ = box;
  const lines = box.simulator.timeline.toJsonLines().replace('"do":"unfollow"', '"do":"receive"');
  const second = new Platform({ clock: box.clock, seed: 1 });
  second.replay(readJsonLines(lines));
  expect(second.snapshot()).not.toBe(box.platform.snapshot());
  second.close();
});

test("a simulator can begin with a recorded past", async () => {
  const { box, mei } = await live();
  await using _ = box;
  const token = box.account.tokens.at(-1)?.token;
  const replay = readJsonLines(box.simulator.timeline.toJsonLines());
  const second = await startSimulator({ clock: box.clock, replay });
  const body = { touser: mei.openid, msgtype: "text", text: { content: "x" } };
  const response = await fetch(`${second.url}${SEND}?access_token=${token}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  expect(await response.json()).toEqual({ errcode: 0, errmsg: "ok" });
  await second.close();
});

test("nothing can be replayed into a platform with a past", async () => {
  await using box = await openBox();
  expect(() => box.platform.replay([])).toThrow("nothing has happened");
});

test("listeners hear every event in order, also of those that a listener caused", async () => {
  const clock = new ManualClock();
  const platform = new Platform({ clock });
  const heard: number[] = [];
  platform.timeline.subscribe(({ type }) => {
    if (type === "account.created") platform.record("note", { text: "welcome" });
  });
  const stop = platform.timeline.subscribe(({ seq }) => heard.push(seq));
  platform.addAccount();
  stop();
  platform.record("note", { text: "unheard" });
  expect(heard).toEqual([1, 2]);
});

test("the same seed gives the same ids, another seed others", () => {
  const appId = (seed: number) =>
    new Platform({ clock: new ManualClock(), seed }).addAccount().settings.appId;
  expect(appId(1)).toBe(appId(1));
  expect(appId(1)).not.toBe(appId(2));
});

test("it does not start in production, and listens on this machine only", async () => {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await expect(startSimulator()).rejects.toThrow("NODE_ENV=production");
  process.env.NODE_ENV = before;
  await using box = await openBox({}, { basePath: "/wechat" });
  expect(box.simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/wechat$/);
  const { port } = new URL(box.simulator.url);
  const outside = await fetch(`http://127.0.0.1:${port}/cgi-bin/token`);
  expect(outside.status).toBe(404);
});

test("a manual clock runs timers in order, each at its moment, also those set on the way", async () => {
  const clock = new ManualClock(0);
  const heard: [string, number][] = [];
  const hear = (name: string) => () => void heard.push([name, clock.now()]);
  clock.after(HOUR, hear("last"));
  clock.after(10, () => {
    hear("first")();
    void Promise.resolve().then(() => clock.after(5, hear("second")));
  });
  const cancel = clock.after(20, hear("never"));
  cancel();
  await clock.advance(HOUR - 1);
  expect(heard).toEqual([
    ["first", 10],
    ["second", 15],
  ]);
  await clock.advance(1);
  expect(heard.at(-1)).toEqual(["last", HOUR]);
  expect(clock.now()).toBe(HOUR);
});

test("a timeline that is shared holds no secret of the server under test, and can be replayed", () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 30));
  const platform = new Platform({ clock, seed: 1 });
  const server = {
    url: "http://127.0.0.1:1/wechat",
    token: "thetokenofthebot",
    encodingAESKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    mode: "safe",
  } as const;
  const { settings } = platform.addAccount({ server });
  platform.addFollower(settings.appId);
  const shared = platform.timeline.toShare();
  for (const secret of [server.token, server.encodingAESKey, settings.appSecret]) {
    expect(platform.timeline.toJsonLines()).toContain(secret);
    expect(shared).not.toContain(secret);
  }
  const second = new Platform({ clock, seed: 1 });
  second.replay(readJsonLines(shared));
  expect(second.world.accounts.get(settings.appId)?.followers.size).toBe(1);
  for (const one of [platform, second]) one.close();
});

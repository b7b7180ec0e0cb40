import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Activity } from "botbuilder";
import { expect, onTestFinished, test } from "vitest";
import type { BotLogic } from "../../src/adapter/weChatAdapter.ts";
import { systemClock } from "../../src/clock.ts";
import { JPG, PNG } from "../client/rig.ts";
import { ACCOUNT, testRoad } from "../helpers/road.ts";
import { FOLLOW, openBox } from "../simulator/box.ts";

const SECRET = "0123456789abcdef0123456789abcdef";

/** A bot with its AppSecret, in front of a simulated WeChat's API, and a server for followers' files. */
async function withApi(logic: BotLogic) {
  const box = await openBox(
    { appId: ACCOUNT.appId, appSecret: SECRET, originalId: ACCOUNT.originalId },
    { clock: systemClock },
  );
  onTestFinished(() => box.close());
  const server = createServer((req, res) => void road.adapter.serveMedia(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => void server.close());
  let now = systemClock.now();
  const clock = { ...systemClock, now: () => now, after: systemClock.after.bind(systemClock) };
  const road = await testRoad(logic, {
    accounts: [{ ...ACCOUNT, appSecret: SECRET }],
    apiBase: box.simulator.url,
    publicUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    clock,
  });
  const mei = box.person(FOLLOW);
  return {
    box,
    road,
    mei,
    async sends(kind: "voice" | "video") {
      const [push] = box.act(mei, { do: kind });
      now = systemClock.now();
      return road.push(push as Parameters<typeof road.push>[0]);
    },
    jump: (ms: number) => {
      now += ms;
    },
  };
}

test("what a follower sends can be fetched by a link of ours, for an hour, and holds no secret", async () => {
  const heard: Partial<Activity>[] = [];
  const { road, sends, jump } = await withApi(async (context) => void heard.push(context.activity));
  await sends("voice");
  const [voice] = heard[0]?.attachments ?? [];
  const url = voice?.contentUrl ?? "";
  expect(voice).toMatchObject({ contentType: "audio/amr", name: expect.stringMatching(/\.amr$/) });
  expect(url).not.toContain(SECRET);
  expect(url).not.toContain("access_token");
  const file = await fetch(url);
  expect(file.status).toBe(200);
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  const bytes = Buffer.from(await file.arrayBuffer());
  const direct = await road.adapter.downloadMedia(voice?.content.mediaId);
  expect(bytes).toEqual(Buffer.from(direct.bytes));
  const changed = new URL(url);
  changed.searchParams.set("until", String(Number(changed.searchParams.get("until")) + 1));
  const other = new URL(url);
  other.searchParams.set("id", `${voice?.content.mediaId}x`);
  for (const wrong of [
    changed,
    other,
    url.replace(/signature=.*/, "signature="),
    url.split("?")[0],
  ]) {
    expect((await fetch(wrong as string)).status).toBe(404);
  }
  expect((await fetch(url, { method: "POST" })).status).toBe(404);
  jump(3_600_001);
  expect((await fetch(url)).status).toBe(404);
});

test("a video has links to itself and to its picture", async () => {
  const heard: Partial<Activity>[] = [];
  const { sends } = await withApi(async (context) => void heard.push(context.activity));
  await sends("video");
  const [video] = heard[0]?.attachments ?? [];
  expect(video?.contentUrl).toContain(`id=${video?.content.mediaId}`);
  expect(video?.thumbnailUrl).toContain(`id=${video?.content.thumbMediaId}`);
});

test("pictures are uploaded, in order with the texts around them; what WeChat refuses is said in words", async () => {
  const data = (type: string, bytes: Buffer) => `data:${type};base64,${bytes.toString("base64")}`;
  const attachment = (contentType: string, contentUrl: string, name = "") => ({
    attachments: [{ contentType, contentUrl, name }],
  });
  const { box, road, mei } = await withApi(async (context) => {
    await Promise.all([
      context.sendActivity(attachment("image/png", data("image/png", PNG))),
      context.sendActivity("after the picture"),
      context.sendActivity(attachment("audio/wav", data("audio/wav", PNG), "a.wav")),
      context.sendActivity({
        attachments: [
          {
            contentType: "application/vnd.microsoft.card.audio",
            content: {
              title: "Song",
              media: [{ url: "https://e.org/s.mp3" }],
              image: { url: data("image/jpeg", JPG) },
            },
          },
        ],
      }),
    ]);
  });
  const [push] = box.act(mei, { do: "say", text: "go" });
  const seen = await road.push(push as Parameters<typeof road.push>[0]);
  expect(seen.seen).toMatchObject({ message: { type: "image" } });
  await expect
    .poll(() => box.platform.timeline.of("message.shown").length, { timeout: 10_000 })
    .toBe(3);
  const shown = box.platform.timeline.of("message.shown").map(({ message }) => message);
  expect(shown).toMatchObject([
    { msgtype: "text", text: { content: "after the picture" } },
    { msgtype: "text", text: { content: "（语音“a.wav”暂时无法显示）" } },
    { msgtype: "music", music: { title: "Song", musicurl: "https://e.org/s.mp3" } },
  ]);
  expect(road.log.lines.join()).toContain("voice media-format");
});

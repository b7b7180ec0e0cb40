import { expect, test } from "vitest";
import { createCourier } from "../../src/client/messages/courier.ts";
import type { CustomMessage } from "../../src/client/messages/customMessage.ts";
import type { Reply } from "../../src/protocol/reply.ts";
import { JPG, MP3, MP4, PNG } from "./rig.ts";
import { OK, OPENID, refusal, SEND_PATH, scriptedClient, settled } from "./scripted.ts";

const account = { appId: "wx0123456789abcdef" };
const HOUR = 3_600_000;

/** A WeChat that has dropped some of its files. */
function forgetful() {
  const dead = new Set<string>();
  let uploads = 0;
  const rig = scriptedClient(({ path, body }) => {
    if (path.endsWith("/media/upload") || path.endsWith("/add_material")) {
      uploads += 1;
      return { body: JSON.stringify({ media_id: `M${uploads}` }) };
    }
    if (path === SEND_PATH) {
      return [...dead].some((id) => body.includes(`"${id}"`)) ? refusal(40007) : OK;
    }
    return path.endsWith("/del_material") ? OK : undefined;
  });
  const courier = createCourier(() => rig.client);
  return {
    ...rig,
    dead,
    uploads: () => uploads,
    send: (reply: Reply, custom?: CustomMessage) =>
      settled(rig.clock, courier(account, OPENID, reply, custom ? { custom } : {})),
    upload: async (data: Buffer, type: "image" | "voice" | "video" | "thumb", permanent = false) =>
      (await settled(rig.clock, rig.client.media.upload(data, { type, permanent }))) as {
        mediaId: string;
      },
    shown: () => rig.weChat.of(SEND_PATH).at(-1)?.body ?? "",
  };
}

test.each([
  ["image", PNG, (mediaId: string): Reply => ({ type: "image", mediaId })],
  ["voice", MP3, (mediaId: string): Reply => ({ type: "voice", mediaId })],
  ["video", MP4, (mediaId: string): Reply => ({ type: "video", mediaId, title: "t" })],
  [
    "thumb",
    JPG,
    (thumbMediaId: string): Reply => ({
      type: "music",
      thumbMediaId,
      musicUrl: "https://m.example",
    }),
  ],
] as const)(
  "a dead id of a %s is uploaded again at once, for everybody",
  async (type, data, reply) => {
    const world = forgetful();
    const { mediaId } = await world.upload(data, type);
    world.dead.add(mediaId);
    expect(await world.send(reply(mediaId))).toBe("sent");
    expect(world.shown()).toContain('"M2"');
    expect((await world.upload(data, type)).mediaId).toBe("M2");
    expect(await world.send(reply("M2"))).toBe("sent");
    expect(world.uploads()).toBe(2);
  },
);

test("both ids of a message are made fresh, also of the better form of a reply", async () => {
  const world = forgetful();
  const video = await world.upload(MP4, "video");
  const thumb = await world.upload(JPG, "thumb");
  world.dead.add(thumb.mediaId);
  const custom: CustomMessage = {
    type: "video",
    mediaId: video.mediaId,
    thumbMediaId: thumb.mediaId,
  };
  expect(await world.send({ type: "video", mediaId: video.mediaId }, custom)).toBe("sent");
  expect(world.shown()).toMatch(/"media_id":"M3".*"thumb_media_id":"M4"/);
});

test("the client's own send does the same", async () => {
  const world = forgetful();
  const { mediaId } = await world.upload(PNG, "image", true);
  world.dead.add(mediaId);
  await settled(world.clock, world.client.send(OPENID, { type: "image", mediaId }));
  expect(world.shown()).toContain('"M2"');
});

test("an id that is dead again, or that nobody here has uploaded, is refused after one more try at most", async () => {
  const world = forgetful();
  const { mediaId } = await world.upload(PNG, "image");
  for (const id of [mediaId, "M2", "M3", "stranger"]) world.dead.add(id);
  expect(await world.send({ type: "image", mediaId })).toEqual({ refused: 40007 });
  expect(world.weChat.of(SEND_PATH)).toHaveLength(2);
  expect(await world.send({ type: "image", mediaId: "stranger" })).toEqual({ refused: 40007 });
  expect(world.weChat.of(SEND_PATH)).toHaveLength(3);
});

test("material that was deleted is uploaded again", async () => {
  const world = forgetful();
  const first = await world.upload(PNG, "image", true);
  await settled(world.clock, world.client.call("material.delete", { media_id: first.mediaId }));
  expect((await world.upload(PNG, "image", true)).mediaId).not.toBe(first.mediaId);
});

test("an id is fresh where it has to live for long, as one of a message that may be held", async () => {
  const { clock, client } = forgetful();
  const upload = async (livesMs?: number) => {
    const options = { type: "image" as const, ...(livesMs !== undefined && { livesMs }) };
    return ((await settled(clock, client.media.upload(PNG, options))) as { mediaId: string })
      .mediaId;
  };
  const first = await upload();
  await clock.advance(22 * HOUR);
  expect(await upload(49 * HOUR)).toBe(first);
  await clock.advance(2 * HOUR);
  expect(await upload()).toBe(first);
  expect(await upload(49 * HOUR)).toBe("M2");
});

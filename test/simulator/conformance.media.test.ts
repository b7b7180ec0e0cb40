import { expect, test } from "vitest";
import { DAY, FOLLOW, openBox, SECOND } from "./box.ts";

/** Section 5 of the fact sheet. */
const UPLOAD = "/cgi-bin/media/upload";
const ADD = "/cgi-bin/material/add_material";
const KB = 1_024;
const MB = KB * KB;

async function ready() {
  const box = await openBox();
  const at = async (path: string, type: string) =>
    `${path}?access_token=${await box.token()}&type=${type}`;
  const getMedia = async (mediaId: string) =>
    box.get("/cgi-bin/media/get", { access_token: await box.token(), media_id: mediaId });
  return Object.assign(box, { at, getMedia });
}

test("temporary media lives for three days and not a second more", async () => {
  await using box = await ready();
  const { json } = await box.upload(await box.at(UPLOAD, "image"), { fileName: "a.jpg" });
  expect(json).toEqual({
    type: "image",
    media_id: expect.stringMatching(/^[\w-]{64}$/),
    created_at: Math.floor(box.clock.now() / SECOND),
  });
  await box.clock.advance(3 * DAY - SECOND);
  const alive = await box.getMedia(json.media_id);
  expect([alive.status, alive.type]).toEqual([200, "image/jpeg"]);
  expect(alive.text).toHaveLength(100);
  await box.clock.advance(SECOND);
  const gone = await box.getMedia(json.media_id);
  expect([gone.status, gone.type, gone.json.errcode]).toEqual([200, "text/plain", 40007]);
  expect(gone.json.errmsg).toMatch(/^invalid media_id rid: /);
});

test("a thumb has another name for its id; a video comes as a link", async () => {
  await using box = await ready();
  const thumb = await box.upload(await box.at(UPLOAD, "thumb"), { fileName: "a.jpg" });
  expect(Object.keys(thumb.json)).toEqual(["type", "thumb_media_id", "created_at"]);
  const video = await box.upload(await box.at(UPLOAD, "video"), { fileName: "a.mp4" });
  const { json } = await box.getMedia(video.json.media_id);
  const file = await fetch(json.video_url);
  expect(file.headers.get("content-type")).toBe("video/mp4");
  expect((await file.arrayBuffer()).byteLength).toBe(100);
});

test.each([
  ["image", "a.png", 10 * MB, 40009],
  ["voice", "a.amr", 2 * MB, 40010],
  ["video", "a.mp4", 10 * MB, 40011],
  ["thumb", "a.jpg", 64 * KB, 40012],
])("%s %s may have %i bytes; one more gives %i", async (type, fileName, bytes, errcode) => {
  await using box = await ready();
  const fits = await box.upload(await box.at(UPLOAD, type), { fileName, bytes });
  expect(fits.json.errcode).toBeUndefined();
  const large = await box.upload(await box.at(UPLOAD, type), { fileName, bytes: bytes + 1 });
  expect(large.json.errcode).toBe(errcode);
});

test.each([
  ["hologram", "a.jpg", 40004],
  ["image", "a.bmp", 40005],
  ["image", "a.txt", 40005],
  ["voice", "a.wav", 40005],
  ["video", "a.mov", 40005],
  ["thumb", "a.png", 40005],
])("as temporary %s, %s gives %i", async (type, fileName, errcode) => {
  await using box = await ready();
  const { json } = await box.upload(await box.at(UPLOAD, type), { fileName });
  expect(json.errcode).toBe(errcode);
});

test("a form without a file, and an empty file, have their own codes", async () => {
  await using box = await ready();
  const path = await box.at(UPLOAD, "image");
  const form = new FormData();
  form.set("media", "no file");
  expect((await box.http(path, { method: "POST", body: form })).json.errcode).toBe(41005);
  const empty = await box.upload(path, { fileName: "a.jpg", bytes: 0 });
  expect(empty.json.errcode).toBe(44001);
});

test("permanent material outlives three days, and takes more kinds of files", async () => {
  await using box = await ready();
  const image = await box.upload(await box.at(ADD, "image"), { fileName: "a.bmp" });
  expect(image.json).toEqual({ media_id: expect.any(String), url: expect.any(String) });
  const voice = await box.upload(await box.at(ADD, "voice"), { fileName: "a.wav" });
  expect(Object.keys(voice.json)).toEqual(["media_id"]);
  const description = '{"title":"标题","introduction":"介绍"}';
  const video = await box.upload(await box.at(ADD, "video"), {
    fileName: "a.mp4",
    fields: { description },
  });
  await box.clock.advance(30 * DAY);
  const token = await box.token();
  const read = (id: string) => box.post("/cgi-bin/material/get_material", token, { media_id: id });
  expect((await read(image.json.media_id)).type).toBe("image/bmp");
  expect((await read(video.json.media_id)).json).toMatchObject({
    title: "标题",
    description: "介绍",
    down_url: expect.stringContaining("http://127.0.0.1"),
  });
  const counts = await box.get("/cgi-bin/material/get_materialcount", { access_token: token });
  expect(counts.json).toEqual({ voice_count: 1, video_count: 1, image_count: 1, news_count: 0 });
  const remove = { media_id: image.json.media_id };
  expect((await box.post("/cgi-bin/material/del_material", token, remove)).json.errcode).toBe(0);
  expect((await read(image.json.media_id)).json.errcode).toBe(40007);
});

test("a file that a person sends can be fetched for three days", async () => {
  await using box = await ready();
  const [push] = box.act(box.person(FOLLOW), { do: "voice" });
  const mediaId = String(push?.MediaId);
  expect((await box.getMedia(mediaId)).type).toBe("audio/amr");
  const hd = { access_token: await box.token(), media_id: mediaId };
  expect((await box.get("/cgi-bin/media/get/jssdk", hd)).type).toBe("audio/speex");
  await box.clock.advance(3 * DAY);
  expect((await box.getMedia(mediaId)).json.errcode).toBe(40007);
});

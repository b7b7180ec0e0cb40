import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MediaType } from "../../src/client/endpoints/media.ts";
import { formatOf } from "../../src/client/media/fileFormat.ts";
import { memoryMediaCache } from "../../src/client/media/mediaCache.ts";
import { checkFile } from "../../src/client/media/mediaTypes.ts";
import { FOLLOW, openBox } from "../simulator/box.ts";
import { GIF, JPG, MP3, MP4, openClient, PNG } from "./rig.ts";

const DAY = 24 * 3_600_000;
const uploads = (box: Awaited<ReturnType<typeof openBox>>) =>
  box.platform.timeline.of("media.stored");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "media-"));
  await writeFile(join(folder, "a.png"), PNG);
});
afterAll(() => rm(folder, { recursive: true }));

describe("what WeChat takes", () => {
  test("the format is told by the bytes", () => {
    expect([JPG, PNG, GIF, MP3, MP4].map(formatOf)).toEqual(["jpg", "png", "gif", "mp3", "mp4"]);
    expect(formatOf(Buffer.from("#!AMR\n"))).toBe("amr");
    expect(formatOf(Buffer.from("RIFF....WAVEfmt "))).toBe("wav");
    expect(formatOf(Buffer.from([0xff, 0xfb, 0x90, 0x00]))).toBe("mp3");
    for (const other of ["<svg>", "<html>", "", "%PDF-1.7", "MZ"]) {
      expect(formatOf(Buffer.from(other))).toBeUndefined();
    }
  });

  test.each<[MediaType, Buffer, number]>([
    ["image", PNG, 10 * 1_024 * 1_024],
    ["voice", MP3, 2 * 1_024 * 1_024],
    ["video", MP4, 10 * 1_024 * 1_024],
    ["thumb", JPG, 64 * 1_024],
  ])("%s: its largest size and not a byte more", (type, start, most) => {
    const end = Buffer.from(type === "thumb" ? [0xff, 0xd9] : "IEND");
    const file = (size: number) =>
      Buffer.concat([start, Buffer.alloc(size - start.length - end.length), end]);
    expect(checkFile(file(most), type, false).fileName).toMatch(`${type}.`);
    expect(() => checkFile(file(most + 1), type, false)).toThrow(`WeChat takes ${most} bytes`);
  });

  test("kinds and formats that do not go together", () => {
    expect(() => checkFile(PNG, "voice", false)).toThrow("png; WeChat takes amr, mp3");
    expect(() => checkFile(PNG, "thumb", false)).toThrow("WeChat takes jpg");
    expect(() => checkFile(Buffer.from("<svg>"), "image", false)).toThrow("do not know");
    expect(() => checkFile(Buffer.alloc(0), "image", false)).toThrow("empty");
    const bmp = Buffer.from("BM");
    expect(() => checkFile(bmp, "image", false)).toThrow("bmp");
    expect(checkFile(bmp, "image", true).contentType).toBe("image/bmp");
    // What people have most often is named, and the format is told before the size.
    const brand = (name: string) => Buffer.from(`\0\0\0\x18ftyp${name}`, "latin1");
    expect(() => checkFile(brand("qt  "), "video", false)).toThrow("video is mov;");
    expect(() => checkFile(brand("M4A "), "voice", false)).toThrow("voice is m4a;");
    expect(() => checkFile(brand("heic"), "image", false)).toThrow("image is heic;");
    expect(() => checkFile(Buffer.from("RIFF\0\0\0\0WEBP"), "image", false)).toThrow("is webp;");
    expect(() => checkFile(Buffer.from("OggS"), "voice", false)).toThrow("is ogg;");
    const large = Buffer.concat([PNG, Buffer.alloc(64 * 1_024)]);
    expect(() => checkFile(large, "thumb", false)).toThrow("thumb is png;");
    expect(checkFile(brand("isom"), "video", false).contentType).toBe("video/mp4");
  });

  test("a picture without its end is not uploaded", () => {
    const cut = Buffer.concat([JPG, Buffer.alloc(200, 0x55)]);
    expect(() => checkFile(cut, "image", false)).toThrow("ends in the middle");
    const whole = Buffer.concat([cut, Buffer.from([0xff, 0xd9])]);
    expect(checkFile(whole, "image", false).fileName).toBe("image.jpg");
  });

  // Made of frames of 20 ms and 24 or 26 ms by RFC 4867 and ISO 11172-3.
  const amr = (frames: number) =>
    Buffer.concat([Buffer.from("#!AMR\n"), ...Array(frames).fill(Buffer.alloc(32, 0x3c))]);
  const wide = (frames: number) =>
    Buffer.concat([Buffer.from("#!AMR-WB\n"), ...Array(frames).fill(Buffer.alloc(61, 0x44))]);
  const mp3 = (frames: number, header: readonly number[], bytes: number) => {
    const frame = Buffer.alloc(bytes);
    Buffer.from(header).copy(frame);
    return Buffer.concat(Array(frames).fill(frame));
  };
  test.each<[string, (seconds: number) => Buffer]>([
    ["AMR-NB at 12.2 kbit/s", (seconds) => amr(seconds * 50)],
    ["AMR-WB at 23.85 kbit/s", (seconds) => wide(seconds * 50)],
    [
      "MP3 of 48 kHz and 64 kbit/s",
      (seconds) => mp3(Math.round(seconds / 0.024), [0xff, 0xfb, 0x54, 0xc0], 192),
    ],
    [
      "MP3 of 24 kHz and 32 kbit/s",
      (seconds) => mp3(Math.round(seconds / 0.024), [0xff, 0xf3, 0x44, 0xc0], 96),
    ],
  ])("a voice of more than a minute is not uploaded: %s", (_format, voice) => {
    expect(checkFile(voice(60), "voice", false).fileName).toMatch("voice.");
    expect(() => checkFile(voice(61), "voice", false)).toThrow("lasts 61 s, WeChat takes 60 s");
  });
});

describe("uploading", () => {
  test("bytes, a data URL and a file of this machine", async () => {
    await using box = await openBox();
    await using client = openClient(box);
    const image = { type: "image" } as const;
    const given = [
      await client.media.upload(PNG, image),
      await client.media.upload(`data:image/png;base64,${JPG.toString("base64")}`, image),
      await client.media.upload("data:,GIF89a", image),
    ];
    const path = join(folder, "a.png");
    for (const source of [{ file: path }, pathToFileURL(path)]) {
      expect((await client.media.upload(source, image)).mediaId).toBe(given[0]?.mediaId);
    }
    const stored = uploads(box).map(({ media }) => [media.mediaId, media.content]);
    expect(stored).toEqual([
      [given[0]?.mediaId, PNG.toString("base64")],
      [given[1]?.mediaId, JPG.toString("base64")],
      [given[2]?.mediaId, Buffer.from("GIF89a").toString("base64")],
    ]);
  });

  test("a plain string is no path, and a URL goes through the guard", async () => {
    await using box = await openBox();
    await using client = openClient(box);
    for (const source of [join(folder, "a.png"), "http://127.0.0.1/a.png", "https://127.0.0.1/a"]) {
      await expect(client.media.upload(source, { type: "image" })).rejects.toThrow(/URL|public/);
    }
    await expect(client.media.upload({ file: folder }, { type: "image" })).rejects.toMatchObject({
      code: "file-unreadable",
    });
    await expect(
      client.media.upload({ file: join(folder, "none") }, { type: "image" }),
    ).rejects.toMatchObject({ code: "file-unreadable" });
    expect(uploads(box)).toHaveLength(0);
  });

  test("equal content is uploaded once while its id lives: three days less an hour", async () => {
    await using box = await openBox();
    await using client = openClient(box);
    const upload = () => client.media.upload(PNG, { type: "image" });
    const [first, same] = await Promise.all([upload(), upload()]);
    expect(same).toEqual(first);
    expect(first?.expiresAt).toBe(box.clock.now() + 3 * DAY);
    await box.clock.advance(3 * DAY - 3_600_000 - 1);
    expect((await upload()).mediaId).toBe(first?.mediaId);
    expect(uploads(box)).toHaveLength(1);
    await box.clock.advance(1);
    expect((await upload()).mediaId).not.toBe(first?.mediaId);
    expect(uploads(box)).toHaveLength(2);
  });

  test("other kinds, other accounts and forgotten ids are uploads of their own", async () => {
    await using box = await openBox();
    const mediaCache = memoryMediaCache();
    await using client = openClient(box, { mediaCache });
    const image = await client.media.upload(JPG, { type: "image" });
    await client.media.upload(JPG, { type: "thumb" });
    await client.media.upload(JPG, { type: "image", permanent: true });
    expect(uploads(box)).toHaveLength(3);
    await client.media.forget(image.mediaId);
    const again = await client.media.upload(JPG, { type: "image" });
    expect(again.mediaId).not.toBe(image.mediaId);
    expect(uploads(box)).toHaveLength(4);
  });

  test("permanent images have a URL and no end; permanent videos a title", async () => {
    await using box = await openBox();
    await using client = openClient(box);
    const image = await client.media.upload(PNG, { type: "image", permanent: true });
    expect(image).toEqual({ mediaId: expect.any(String), url: expect.stringContaining("http") });
    await client.media.upload(MP4, {
      type: "video",
      permanent: true,
      title: "片名",
      introduction: "说明",
    });
    expect(uploads(box).at(-1)?.media).toMatchObject({ title: "片名", introduction: "说明" });
  });

  test("the memory cache forgets what was used longest ago", async () => {
    const cache = memoryMediaCache(2);
    await cache.set("a", { mediaId: "1" });
    await cache.set("b", { mediaId: "2" });
    await cache.get("a");
    await cache.set("c", { mediaId: "3" });
    expect(await cache.get("b")).toBeUndefined();
    expect(await cache.get("a")).toEqual({ mediaId: "1" });
  });
});

describe("downloading", () => {
  test("what a follower sent: bytes, type and a harmless name; videos by their link", async () => {
    await using box = await openBox();
    await using client = openClient(box);
    const person = box.person(FOLLOW);
    const pushed = (kind: "image" | "video") =>
      String(box.act(person, { do: kind })[0]?.MediaId ?? "");
    const image = await client.media.download(pushed("image"));
    expect(formatOf(image.bytes)).toBe("jpg");
    expect(image.contentType).toBe("image/jpeg");
    expect(image.fileName).toMatch(/^[\w.-]+\.jpg$/);
    const video = await client.media.download(pushed("video"));
    expect(formatOf(video.bytes)).toBe("mp4");
    expect(video.contentType).toBe("video/mp4");
  });

  test("an unknown id is WeChat's refusal, and a file above the cap is not read", async () => {
    await using box = await openBox();
    await using client = openClient(box);
    await expect(client.media.download("none")).rejects.toMatchObject({ errcode: 40007 });
    const { mediaId } = await client.media.upload(PNG, { type: "image" });
    await expect(client.media.download(mediaId, { maxBytes: 4 })).rejects.toMatchObject({
      code: "api-bad-reply",
    });
  });
});

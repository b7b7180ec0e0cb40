import type { MediaType } from "../world/mediaStore.ts";

interface Sample {
  readonly fileName: string;
  readonly contentType: string;
  /** In base64. */
  readonly content: string;
}

/** A grey JPEG of one pixel. */
const PIXEL =
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJ" +
  "DRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAA" +
  "AAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==";

/** What a person's phone sends where the tester names no file: small, and of the right type. */
export const SAMPLES: Readonly<Record<MediaType, Sample>> = {
  image: { fileName: "photo.jpg", contentType: "image/jpeg", content: PIXEL },
  thumb: { fileName: "thumb.jpg", contentType: "image/jpeg", content: PIXEL },
  voice: {
    fileName: "voice.amr",
    contentType: "audio/amr",
    content: Buffer.from("#!AMR\n").toString("base64"),
  },
  video: {
    fileName: "video.mp4",
    contentType: "video/mp4",
    content: Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom").toString("base64"),
  },
};

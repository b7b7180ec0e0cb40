import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { LookupFunction } from "node:net";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../log.ts";
import { TEMPORARY_MEDIA_MS } from "../../protocol/limits.ts";
import type { MediaType } from "../endpoints/media.ts";
import type { Download } from "../endpoints/row.ts";
import type { Call } from "../endpoints.ts";
import { formatOf } from "./fileFormat.ts";
import { fetchFile } from "./guardedFetch.ts";
import { cacheKey, type MediaCache } from "./mediaCache.ts";
import type { MediaSource, UploadOptions } from "./mediaSource.ts";
import { checkFile, DOUBTFUL_IMAGE_BYTES, MediaError, mostBytes } from "./mediaTypes.ts";
import { fitPicture, MOST_SOURCE_BYTES } from "./pictures.ts";
import { UploadedFiles } from "./uploadedFiles.ts";

export type { MediaSource, UploadOptions } from "./mediaSource.ts";

export interface Uploaded {
  readonly mediaId: string;
  /** Milliseconds since the epoch; undefined for permanent material. */
  readonly expiresAt?: number | undefined;
  /** Only for permanent images. */
  readonly url?: string | undefined;
}

/** Files at WeChat's, identified by their content. */
export interface Media {
  /**
   * Uploads a file, or gives the id of the same content while that lives. Throws {@link MediaError} for a file that
   * WeChat would refuse.
   */
  upload(source: MediaSource, options: UploadOptions): Promise<Uploaded>;
  /** The bytes of a temporary file: pictures, voices, and videos, which WeChat only links to. */
  download(mediaId: string, options?: { readonly maxBytes?: number }): Promise<Download>;
  /**
   * Call it when WeChat does not know this id any more (40007): the next upload of the same content is then a real
   * one.
   */
  forget(mediaId: string): Promise<void>;
  /**
   * Forgets an id that WeChat does not know any more, and uploads its file again. Resolves to the new id; undefined
   * where this process does not know the file.
   */
  renew(mediaId: string): Promise<string | undefined>;
}

interface MediaSettings {
  readonly appId: string;
  readonly call: Call;
  readonly clock: Clock;
  readonly log: Log;
  readonly cache: MediaCache;
  readonly apiOrigin: string;
  readonly lookup?: LookupFunction | undefined;
}

/** An id with less life left is not given out any more, because its message must still be sent. */
const SPARE_MS = 3_600_000;
/** Long enough for large files on slow lines. */
const UPLOAD_DEADLINE_MS = 30_000;
const DOWNLOAD_BYTES = 20 * 1_024 * 1_024;

/** The media helper of one account's client. */
export function createMedia(settings: MediaSettings): Media {
  const { appId, call, clock, log, cache, apiOrigin, lookup } = settings;
  /** One upload of the same content at a time. */
  const running = new Map<string, Promise<Uploaded>>();
  const files = new UploadedFiles();

  async function upload(source: MediaSource, options: UploadOptions): Promise<Uploaded> {
    const { type, permanent = false } = options;
    const isPicture = type === "image" || type === "thumb";
    const given = await read(source, isPicture ? MOST_SOURCE_BYTES : mostBytes(type));
    const data = await fitPicture(given, type, permanent);
    const uploaded = await uploadOnce(data, options);
    files.keep(uploaded.mediaId, { source, options }, data);
    return uploaded;
  }

  async function uploadOnce(data: Uint8Array, options: UploadOptions): Promise<Uploaded> {
    const { type, permanent = false, livesMs = SPARE_MS } = options;
    const media = { data, ...checkFile(data, type, permanent) };
    if (type === "image" && data.length > DOUBTFUL_IMAGE_BYTES) {
      log.warn({ appId, bytes: data.length }, "WeChat may refuse images above 2 MB");
    }
    const kind = permanent ? `permanent ${type}` : type;
    const key = cacheKey(appId, kind, createHash("sha256").update(data).digest("hex"));
    const known = await cache.get(key);
    if (known !== undefined && clock.now() + livesMs - SPARE_MS < (known.expiresAt ?? Infinity)) {
      return known;
    }
    const before = running.get(key);
    if (before !== undefined) return before;
    const work = send();
    running.set(key, work);
    return work.finally(() => running.delete(key));

    async function send(): Promise<Uploaded> {
      const uploaded = permanent
        ? await addMaterial(media, options)
        : await uploadTemporary(media, type);
      const { expiresAt } = uploaded;
      await cache.set(key, {
        ...uploaded,
        ...(expiresAt !== undefined && { expiresAt: expiresAt - SPARE_MS }),
      });
      return uploaded;
    }
  }

  async function uploadTemporary(media: FormMedia, type: MediaType): Promise<Uploaded> {
    const startedAt = clock.now();
    const reply = await call("media.upload", { type, media }, { deadlineMs: UPLOAD_DEADLINE_MS });
    const mediaId = "media_id" in reply ? reply.media_id : reply.thumb_media_id;
    // Counted on our own clock, because WeChat's `created_at` is on another.
    return { mediaId, expiresAt: startedAt + TEMPORARY_MEDIA_MS };
  }

  async function addMaterial(media: FormMedia, options: UploadOptions): Promise<Uploaded> {
    const { type, title = "", introduction = "" } = options;
    const description = type === "video" ? JSON.stringify({ title, introduction }) : undefined;
    const request = { type, media, ...(description !== undefined && { description }) };
    const reply = await call("material.add", request, { deadlineMs: UPLOAD_DEADLINE_MS });
    return { mediaId: reply.media_id, ...(reply.url !== undefined && { url: reply.url }) };
  }

  async function read(source: MediaSource, maxBytes: number): Promise<Uint8Array> {
    if (source instanceof Uint8Array) return source;
    if (typeof source === "object" && "file" in source) return readFile(source.file, maxBytes);
    const text = String(source);
    if (/^data:/i.test(text)) return readDataUrl(text);
    if (source instanceof URL && source.protocol === "file:") {
      return readFile(fileURLToPath(source), maxBytes);
    }
    return fetchFile(text, { clock, maxBytes, lookup });
  }

  async function download(
    mediaId: string,
    { maxBytes = DOWNLOAD_BYTES }: { readonly maxBytes?: number } = {},
  ): Promise<Download> {
    const options = { maxBytes, deadlineMs: UPLOAD_DEADLINE_MS };
    const reply = await call("media.get", { media_id: mediaId }, options);
    if ("bytes" in reply) return reply;
    const bytes = await fetchFile(secure(reply.video_url), {
      clock,
      maxBytes,
      lookup,
      deadlineMs: UPLOAD_DEADLINE_MS,
      trustedOrigins: [apiOrigin],
    });
    const contentType = formatOf(bytes) === "mp4" ? "video/mp4" : "application/octet-stream";
    return { bytes, contentType, fileName: undefined };
  }

  /** Older answers name an http address; the same file is available by https. A simulated WeChat has only http. */
  function secure(address: string): string {
    return address.startsWith(`${apiOrigin}/`) ? address : address.replace(/^http:/i, "https:");
  }

  async function renew(mediaId: string): Promise<string | undefined> {
    await cache.forget(mediaId);
    const file = files.take(mediaId);
    return file && (await upload(file.source, file.options)).mediaId;
  }

  return { upload, download, forget: async (mediaId) => cache.forget(mediaId), renew };
}

type FormMedia = Parameters<typeof checkFile>[0] extends infer Data
  ? { readonly data: Data } & ReturnType<typeof checkFile>
  : never;

/** Reads at most one byte more than may be sent: enough to see that the file is too large. */
async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw new MediaError("file-unreadable", `The file cannot be read (${error.code}).`);
  });
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new MediaError("file-unreadable", "The path names no plain file.");
    const data = Buffer.alloc(Math.min(info.size, maxBytes + 1));
    const { bytesRead } = await file.read(data, 0, data.length, 0);
    return data.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** `data:image/png;base64,…` or percent-encoded. */
function readDataUrl(url: string): Uint8Array {
  const comma = url.indexOf(",");
  if (comma < 0)
    throw new MediaError("url-malformed", "The data URL has no comma before its data.");
  const content = url.slice(comma + 1);
  if (/;base64$/i.test(url.slice(0, comma))) return Buffer.from(content, "base64");
  try {
    return Buffer.from(decodeURIComponent(content), "utf8");
  } catch {
    throw new MediaError("url-malformed", "The data URL is not percent-encoded. Use base64.");
  }
}

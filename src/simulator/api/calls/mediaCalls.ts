import { isAlive, type Media, type MediaType } from "../../world/mediaStore.ts";
import { bodyOf, type Call, OK, Raw, type Upload } from "../call.ts";
import { number, readBody, text } from "../json.ts";
import { demand, Refusal } from "../refusal.ts";

const KB = 1_024;
const MB = KB * KB;

interface Rule {
  readonly bytes: number;
  readonly temporary: RegExp;
  readonly permanent: RegExp;
  /** The code for a file that is too large. */
  readonly tooLarge: number;
}

/** Source: sub:material/temporary/api_uploadtempmedia, sub:material/permanent/api_addmaterial */
const RULES: Readonly<Record<MediaType, Rule>> = {
  image: {
    // The same page says 2 MB elsewhere.
    bytes: 10 * MB,
    temporary: /\.(?:png|jpe?g|gif)$/i,
    permanent: /\.(?:bmp|png|jpe?g|gif)$/i,
    tooLarge: 40009,
  },
  voice: {
    bytes: 2 * MB,
    temporary: /\.(?:amr|mp3)$/i,
    permanent: /\.(?:mp3|wma|wav|amr)$/i,
    tooLarge: 40010,
  },
  video: { bytes: 10 * MB, temporary: /\.mp4$/i, permanent: /\.mp4$/i, tooLarge: 40011 },
  thumb: { bytes: 64 * KB, temporary: /\.jpe?g$/i, permanent: /\.jpe?g$/i, tooLarge: 40012 },
};
const ARTICLE_PICTURE = { bytes: MB, names: /\.(?:jpe?g|png)$/i };
const PERMANENT_IMAGES = 100_000;
const PERMANENT_OTHERS = 1_000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  bmp: "image/bmp",
  amr: "audio/amr",
  mp3: "audio/mpeg",
  wma: "audio/x-ms-wma",
  wav: "audio/wav",
  mp4: "video/mp4",
};

/** `media/upload`: temporary. */
export function uploadMedia(call: Call): unknown {
  const media = take(call, false);
  const created_at = Math.floor(call.now / 1_000);
  const id = media.type === "thumb" ? "thumb_media_id" : "media_id";
  return { type: media.type, [id]: media.mediaId, created_at };
}

/** `media/get`: the bytes; of a video only where they are. */
export function getMedia(call: Call): unknown {
  const media = temporary(call);
  if (media.type === "video") return { video_url: link(call, media) };
  return bytes(media);
}

/** `media/get/jssdk`: the same voice at 16 kHz. */
export function getSpeex(call: Call): unknown {
  const media = temporary(call);
  demand(media.type === "voice", 40007);
  return bytes({ ...media, contentType: "audio/speex", fileName: "voice.speex" });
}

/** `material/add_material`: for good. */
export function addMaterial(call: Call): unknown {
  const own = [...call.account.media.values()].filter(({ permanent }) => permanent);
  const isImage = call.query.get("type") === "image";
  const alike = own.filter(({ type }) => (type === "image") === isImage);
  demand(alike.length < (isImage ? PERMANENT_IMAGES : PERMANENT_OTHERS), 45001);
  const { mediaId, url } = take(call, true);
  return { media_id: mediaId, ...(url === undefined ? {} : { url }) };
}

export function getMaterial(call: Call): unknown {
  const media = material(call);
  if (media.type !== "video") return bytes(media);
  return { title: media.title, description: media.introduction, down_url: link(call, media) };
}

export function deleteMaterial(call: Call): unknown {
  const { mediaId } = material(call);
  const items = call.account.menu?.button.flatMap((one) => [one, ...(one.sub_button ?? [])]) ?? [];
  demand(!items.some(({ media_id }) => media_id === mediaId), 48005);
  call.platform.record("media.removed", { appId: call.account.settings.appId, mediaId });
  return OK;
}

export function countMaterial(call: Call): unknown {
  const count = (type: MediaType) => ofType(call, type).length;
  return {
    voice_count: count("voice"),
    video_count: count("video"),
    image_count: count("image"),
    news_count: 0,
  };
}

export function listMaterial(call: Call): unknown {
  const body = bodyOf(call);
  const [offset, count] = [number(body, "offset") ?? 0, number(body, "count") ?? 20];
  const type = text(body, "type");
  demand(["image", "voice", "video", "news"].includes(type), 40004);
  demand(count >= 1 && count <= 20 && offset >= 0, 40097);
  const all = ofType(call, type as MediaType);
  const item = all.slice(offset, offset + count).map((one) => ({
    media_id: one.mediaId,
    name: one.fileName,
    update_time: Math.floor(one.createdAt / 1_000),
    ...(one.url === undefined ? {} : { url: one.url }),
  }));
  return { total_count: all.length, item_count: item.length, item };
}

/** `media/uploadimg`: a picture for articles, which counts nowhere. */
export function uploadPicture(call: Call): unknown {
  const file = uploaded(call);
  demand(ARTICLE_PICTURE.names.test(file.fileName), 40005);
  demand(file.content.length < ARTICLE_PICTURE.bytes, 40009);
  return { url: `http://mmbiz.qpic.cn/mmbiz_jpg/${call.platform.dice.letters(40)}/0` };
}

function take(call: Call, permanent: boolean): Media {
  const type = call.query.get("type") as MediaType;
  const rule = RULES[type];
  demand(rule !== undefined && Object.hasOwn(RULES, type), 40004);
  const file = uploaded(call);
  demand((permanent ? rule.permanent : rule.temporary).test(file.fileName), 40005);
  demand(file.content.length <= rule.bytes, rule.tooLarge);
  const mediaId = call.platform.dice.letters(64);
  const media: Media = {
    mediaId,
    type,
    permanent,
    createdAt: call.now,
    fileName: file.fileName,
    contentType: CONTENT_TYPES[extensionOf(file.fileName)] ?? "application/octet-stream",
    content: file.content.toString("base64"),
    ...(permanent && type === "image"
      ? { url: `http://mmbiz.qpic.cn/mmbiz_jpg/${mediaId}/0` }
      : {}),
    ...(permanent && type === "video" ? description(call) : {}),
  };
  call.platform.record("media.stored", { appId: call.account.settings.appId, media });
  return media;
}

/** The part needs a file name; without one it is no file. Source: outbound 8.4 */
function uploaded(call: Call): Upload {
  const file = call.files.get("media");
  demand(file !== undefined, 41005);
  demand(file.content.length > 0, 44001);
  return file;
}

function description(call: Call): { readonly title: string; readonly introduction: string } {
  const body = readBody(Buffer.from(call.fields.get("description") ?? ""));
  return { title: text(body, "title"), introduction: text(body, "introduction") };
}

function temporary(call: Call): Media {
  const id = call.query.get("media_id") ?? "";
  demand(id !== "", 41006);
  const media = call.account.media.get(id);
  demand(media !== undefined && !media.permanent && isAlive(media, call.now), 40007);
  return media;
}

function material(call: Call): Media {
  const media = call.account.media.get(text(bodyOf(call), "media_id"));
  if (media === undefined || !media.permanent) throw new Refusal(40007);
  return media;
}

function ofType(call: Call, type: MediaType): readonly Media[] {
  return [...call.account.media.values()].filter((one) => one.permanent && one.type === type);
}

function bytes({ mediaId, fileName, contentType, content }: Media): Raw {
  const name = `${mediaId}.${extensionOf(fileName)}`;
  return new Raw(
    200,
    { "content-type": contentType, "content-disposition": `attachment; filename="${name}"` },
    Buffer.from(content, "base64"),
  );
}

function link(call: Call, { mediaId }: Media): string {
  const { appId } = call.account.settings;
  return `${call.base}/simulator/file?appid=${appId}&media_id=${encodeURIComponent(mediaId)}`;
}

function extensionOf(fileName: string): string {
  return fileName.split(".").at(-1)?.toLowerCase() ?? "";
}

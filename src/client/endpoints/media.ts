import { z } from "zod";
import { anyOf, filled, list, number, opt, or, text } from "./lenient.ts";
import { done, type FormFile, get, noJson, nothing, of, post, shape } from "./row.ts";

export type MediaType = "image" | "voice" | "video" | "thumb";

const articles = shape({ news_item: list(z.looseObject({ title: or(text, "") })) });
const permanentVideo = shape({
  title: opt(text),
  description: opt(text),
  down_url: filled,
});

/** Files. `client.media` is the comfortable way; these rows are what it calls. */
export const MEDIA = {
  "media.upload": post("/cgi-bin/media/upload", {
    request: of<{ type: MediaType; media: FormFile }>(),
    query: ["type"],
    body: "form",
    // A thumb's id may come under a name of its own.
    reply: z.union([
      shape({ type: opt(text), media_id: filled, created_at: opt(number) }),
      shape({ type: opt(text), thumb_media_id: filled, created_at: opt(number) }),
    ]),
    right: "media",
    quota: "100,000 / 500 a day; lives 3 days",
    // A second upload is a second id and harms nobody.
    repeatable: true,
  }),
  "media.get": get("/cgi-bin/media/get", {
    request: of<{ media_id: string }>(),
    answer: "file",
    reply: shape({ video_url: filled }),
    right: "media",
    quota: "200,000 / 1,000 a day",
  }),
  "media.getSpeex": get("/cgi-bin/media/get/jssdk", {
    request: of<{ media_id: string }>(),
    answer: "file",
    reply: noJson,
    right: "media",
    quota: "200,000 / 1,000 a day",
  }),
  "media.uploadPicture": post("/cgi-bin/media/uploadimg", {
    // JPG or PNG below 1 MB, for articles.
    request: of<{ media: FormFile }>(),
    body: "form",
    reply: shape({ url: filled }),
    right: "media",
    repeatable: true,
  }),
  "material.add": post("/cgi-bin/material/add_material", {
    // description, of a video: JSON of { title, introduction }.
    request: of<{ type: MediaType; media: FormFile; description?: string }>(),
    query: ["type"],
    body: "form",
    reply: shape({ media_id: filled, url: opt(text) }),
    right: "media",
    quota: "100,000 images, 1,000 of each other kind in all",
  }),
  "material.get": post("/cgi-bin/material/get_material", {
    request: of<{ media_id: string }>(),
    answer: "file",
    reply: z.union([articles, permanentVideo]),
    right: "media",
    reads: true,
    repeatable: true,
  }),
  "material.delete": post("/cgi-bin/material/del_material", {
    request: of<{ media_id: string }>(),
    reply: done,
    right: "media",
    repeatable: true,
  }),
  "material.count": get("/cgi-bin/material/get_materialcount", {
    request: nothing,
    reply: anyOf(
      shape({
        voice_count: opt(number),
        video_count: opt(number),
        image_count: opt(number),
        news_count: opt(number),
      }),
      "voice_count",
      "video_count",
      "image_count",
      "news_count",
    ),
    right: "media",
  }),
  "material.list": post("/cgi-bin/material/batchget_material", {
    // count: 1 to 20.
    request: of<{ type: "image" | "voice" | "video" | "news"; offset: number; count: number }>(),
    reply: shape({
      total_count: opt(number),
      item_count: opt(number),
      item: list(
        z.looseObject({
          media_id: filled,
          name: opt(text),
          update_time: opt(number),
          url: opt(text),
        }),
      ),
    }),
    right: "media",
    reads: true,
    repeatable: true,
  }),
};

import { z } from "zod";
import { done, type FormFile, get, noJson, nothing, of, post, shape } from "./row.ts";

export type MediaType = "image" | "voice" | "video" | "thumb";

const articles = shape({ news_item: z.array(z.looseObject({ title: z.string() })) });
const permanentVideo = shape({
  title: z.string().optional(),
  description: z.string().optional(),
  down_url: z.string(),
});

/** Files. `client.media` is the comfortable way; these rows are what it calls. */
export const MEDIA = {
  "media.upload": post("/cgi-bin/media/upload", {
    request: of<{ type: MediaType; media: FormFile }>(),
    query: ["type"],
    body: "form",
    // A thumb's id may come under a name of its own.
    reply: z.union([
      shape({ type: z.string(), media_id: z.string(), created_at: z.number() }),
      shape({ type: z.string(), thumb_media_id: z.string(), created_at: z.number() }),
    ]),
    right: "media",
    quota: "100,000 / 500 a day; lives 3 days",
    // A second upload is a second id and harms nobody.
    repeatable: true,
  }),
  "media.get": get("/cgi-bin/media/get", {
    request: of<{ media_id: string }>(),
    answer: "file",
    reply: shape({ video_url: z.string() }),
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
    reply: shape({ url: z.string() }),
    right: "media",
    repeatable: true,
  }),
  "material.add": post("/cgi-bin/material/add_material", {
    // description, of a video: JSON of { title, introduction }.
    request: of<{ type: MediaType; media: FormFile; description?: string }>(),
    query: ["type"],
    body: "form",
    reply: shape({ media_id: z.string(), url: z.string().optional() }),
    right: "media",
    quota: "100,000 images, 1,000 of each other kind in all",
  }),
  "material.get": post("/cgi-bin/material/get_material", {
    request: of<{ media_id: string }>(),
    answer: "file",
    reply: z.union([articles, permanentVideo]),
    right: "media",
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
    reply: shape({
      voice_count: z.number(),
      video_count: z.number(),
      image_count: z.number(),
      news_count: z.number(),
    }),
    right: "media",
  }),
  "material.list": post("/cgi-bin/material/batchget_material", {
    // count: 1 to 20.
    request: of<{ type: "image" | "voice" | "video" | "news"; offset: number; count: number }>(),
    reply: shape({
      total_count: z.number(),
      item_count: z.number(),
      item: z.array(
        z.looseObject({
          media_id: z.string(),
          name: z.string().optional(),
          update_time: z.number(),
          url: z.string().optional(),
        }),
      ),
    }),
    right: "media",
    repeatable: true,
  }),
};

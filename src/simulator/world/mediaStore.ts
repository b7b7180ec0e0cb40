export type MediaType = "image" | "voice" | "video" | "thumb";

/** A file at WeChat's. Temporary ones live three days. */
export interface Media {
  readonly mediaId: string;
  readonly type: MediaType;
  readonly permanent: boolean;
  readonly createdAt: number;
  readonly fileName: string;
  readonly contentType: string;
  /** The bytes, in base64 so that the timeline can hold them. */
  readonly content: string;
  readonly url?: string;
  readonly title?: string;
  readonly introduction?: string;
}

/** Source: sub:material/temporary/api_uploadtempmedia */
const TEMPORARY_MS = 72 * 3_600_000;

export function isAlive(media: Media, now: number): boolean {
  return media.permanent || now < media.createdAt + TEMPORARY_MS;
}

import type { MediaType } from "../endpoints/media.ts";

/**
 * What to upload: bytes, an `https:` or `data:` URL, or a file of this machine. A plain string never counts as a
 * path, so that text from outside cannot name a file.
 */
export type MediaSource = Uint8Array | string | URL | { readonly file: string };

export interface UploadOptions {
  readonly type: MediaType;
  /** Keeps the file in the account's library for ever. Default: three days. */
  readonly permanent?: boolean | undefined;
  /** A known id is given out only if it lives at least so long, in milliseconds. Default: an hour. */
  readonly livesMs?: number | undefined;
  /** Only for a permanent video. */
  readonly title?: string | undefined;
  readonly introduction?: string | undefined;
}

import type { MediaType } from "../endpoints/media.ts";

/**
 * What to upload: bytes, an `https:` or `data:` URL, or a file of this machine. A plain string is never
 * taken for a path, so that text from outside cannot name one.
 */
export type MediaSource = Uint8Array | string | URL | { readonly file: string };

export interface UploadOptions {
  readonly type: MediaType;
  /** Keeps it in the account's library for good. Default: three days. */
  readonly permanent?: boolean | undefined;
  /** A known id is given out only if it lives at least so long, in milliseconds. Default: an hour. */
  readonly livesMs?: number | undefined;
  /** Of a permanent video. */
  readonly title?: string | undefined;
  readonly introduction?: string | undefined;
}

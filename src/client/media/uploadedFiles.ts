import type { MediaSource, UploadOptions } from "./mediaSource.ts";

/** A file as it was uploaded, so that it can be uploaded once more. */
interface UploadedFile {
  readonly source: MediaSource;
  readonly options: UploadOptions;
}

const FILES = 1_000;
/** How many bytes of files are kept that have no address. */
const BYTES = 8 * 1_024 * 1_024;

/**
 * What this process has uploaded, by media id: the address where there is one, else the bytes. When it is too much,
 * files go that were not used for longest; the latest file always stays.
 */
export class UploadedFiles {
  readonly #files = new Map<string, UploadedFile>();
  #bytes = 0;

  keep(mediaId: string, { source, options }: UploadedFile, data: Uint8Array): void {
    this.take(mediaId);
    const elsewhere = !(source instanceof Uint8Array) && !/^data:/i.test(String(source));
    const kept = elsewhere ? source : data;
    this.#files.set(mediaId, { source: kept, options });
    this.#bytes += bytesOf(kept);
    for (const oldest of this.#files.keys()) {
      if (this.#files.size === 1 || (this.#files.size <= FILES && this.#bytes <= BYTES)) break;
      this.take(oldest);
    }
  }

  /** Gives a file out and forgets it. */
  take(mediaId: string): UploadedFile | undefined {
    const file = this.#files.get(mediaId);
    if (file === undefined) return undefined;
    this.#files.delete(mediaId);
    this.#bytes -= bytesOf(file.source);
    return file;
  }
}

function bytesOf(source: MediaSource): number {
  return source instanceof Uint8Array ? source.length : 0;
}

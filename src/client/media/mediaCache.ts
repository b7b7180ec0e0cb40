/** Remembers what was uploaded. Losing an entry costs an upload, nothing else. */
export interface MediaCache {
  get(key: string): Promise<CachedMedia | undefined>;
  set(key: string, media: CachedMedia): Promise<void>;
  /** Forgets every entry with this media id. */
  forget(mediaId: string): Promise<void>;
}

interface CachedMedia {
  readonly mediaId: string;
  /** Until when the id may be used, in milliseconds since the epoch; undefined: for ever. */
  readonly expiresAt?: number | undefined;
  readonly url?: string | undefined;
}

/** The key of an entry: the same content of one account and one kind has the same key. */
export function cacheKey(appId: string, kind: string, sha256: string): string {
  return `${appId} ${kind} ${sha256}`;
}

const ENTRIES = 1_000;

/** The cache of one process. When it is full, the entry goes that was not used for longest. */
export function memoryMediaCache(entries = ENTRIES): MediaCache {
  const known = new Map<string, CachedMedia>();
  return {
    async get(key) {
      const media = known.get(key);
      if (media !== undefined) {
        known.delete(key);
        known.set(key, media);
      }
      return media;
    },
    async set(key, media) {
      known.delete(key);
      known.set(key, media);
      for (const oldest of known.keys()) {
        if (known.size <= entries) break;
        known.delete(oldest);
      }
    },
    async forget(mediaId) {
      for (const [key, media] of known) if (media.mediaId === mediaId) known.delete(key);
    },
  };
}

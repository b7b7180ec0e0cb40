import type { Download } from "../../client/endpoints/row.ts";
import type { Clock } from "../../clock.ts";

/** Files that are held at once, each of at most 20 MB. */
const MOST_FILES = 16;
/** Readers of one file at once. A person, his page and a model's provider are three. */
const MOST_READERS = 16;
/** How long a file stays after its last reader, in milliseconds: whoever shows a file asks for it more than once. */
const LINGER_MS = 60_000;
/** How many bytes may stay without a reader, all files together. */
const LINGER_BYTES = 32 * 1_024 * 1_024;

interface Held {
  readonly file: Promise<Download>;
  readers: number;
  /** How much of {@link LINGER_BYTES} the file takes while nobody reads it. */
  idleBytes: number;
  /** Takes the file's end back: the file stays. */
  stay: (() => void) | undefined;
}

/**
 * Files that are given out: whoever asks for one that is held reads the same bytes, and WeChat's API is
 * asked once. Readers and files are bounded, so that links in many hands cannot fill the memory.
 */
export class SharedFiles {
  readonly #clock: Clock;
  /** In the order in which files were last taken up, the longest ago first. */
  readonly #held = new Map<string, Held>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Lends the file to `use` and resolves to true when it has ended; false where too many read. Rejects with
   * what `download` or `use` throws.
   */
  async lend(
    key: string,
    download: () => Promise<Download>,
    use: (file: Download) => Promise<void>,
  ): Promise<boolean> {
    const held = this.#held.get(key) ?? this.#take(key, download);
    if (held === undefined || held.readers >= MOST_READERS) return false;
    held.stay?.();
    held.stay = undefined;
    held.idleBytes = 0;
    held.readers += 1;
    let size: number | undefined;
    try {
      const file = await held.file;
      size = file.bytes.length;
      await use(file);
      return true;
    } finally {
      held.readers -= 1;
      if (held.readers === 0) this.#rest(key, held, size);
    }
  }

  #take(key: string, download: () => Promise<Download>): Held | undefined {
    if (this.#held.size >= MOST_FILES) this.#dropIdle();
    if (this.#held.size >= MOST_FILES) return undefined;
    const held: Held = { file: download(), readers: 0, idleBytes: 0, stay: undefined };
    this.#held.set(key, held);
    return held;
  }

  /** Called when the last reader is gone. A download that failed is not kept: its `size` is undefined. */
  #rest(key: string, held: Held, size: number | undefined): void {
    const idle = [...this.#held.values()].reduce((sum, { idleBytes }) => sum + idleBytes, 0);
    if (size === undefined || idle + size > LINGER_BYTES) {
      this.#held.delete(key);
      return;
    }
    held.idleBytes = size;
    held.stay = this.#clock.after(LINGER_MS, () => this.#held.delete(key));
  }

  #dropIdle(): void {
    const [key, held] = [...this.#held].find(([, { readers }]) => readers === 0) ?? [];
    if (key === undefined) return;
    held?.stay?.();
    this.#held.delete(key);
  }
}

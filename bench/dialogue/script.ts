/** What the guest says in one booking, one answer of it not understood. */
export const SCRIPT = [
  "你好",
  "大堂",
  "2026-12-02 19:00",
  "很多",
  "4",
  "王小明",
  "13800138000",
  "是",
] as const;

export const NOW = Date.UTC(2026, 11, 1, 1);

/** A way to run one turn of somebody's booking, and what is stored between two. */
export interface Contender {
  readonly name: string;
  turn(guest: string, text: string): Promise<void>;
  /** Bytes stored for a guest; 0 where nothing is. */
  bytes(guest: string): number;
  forget(guest: string): void;
  /** Messages said so far: everybody must say something in every turn. */
  said(): number;
}

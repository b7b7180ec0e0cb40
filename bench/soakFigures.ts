/** What a process says of itself at one moment. */
export interface Figures {
  readonly minutes: number;
  /** Bytes. */
  readonly heap: number;
  readonly resident: number;
  readonly files: number;
  readonly handles: number;
}

/** Reads them as a Prometheus would. */
export async function readFigures(port: string): Promise<Omit<Figures, "minutes">> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}`);
  const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)`, "m").exec(text)?.[1]);
  return {
    heap: figure("nodejs_heap_size_used_bytes"),
    resident: figure("process_resident_memory_bytes"),
    files: figure("process_open_fds"),
    handles: figure("nodejs_active_resources_total"),
  };
}

/** In a minute: more is a leak. */
const MOST_HEAP = 1_000_000;
const MOST_RESIDENT = 2_000_000;
const MOST_FILES = 2;
/** A shorter soak sees caches that fill, and code that is compiled. */
const LEAST_MINUTES = 6;

/**
 * Whether memory and files stay what they were, by the least of each minute: what is below it was there after a
 * collection. The first third is for caches that fill. Nothing is judged of a soak of a few minutes.
 */
export function judgeGrowth(figures: readonly Figures[]): string[] {
  const minutes = Map.groupBy(figures, (one) => Math.floor(one.minutes));
  const least = [...minutes].map(([minute, all]) => ({
    minutes: minute,
    heap: Math.min(...all.map(({ heap }) => heap)),
    resident: Math.min(...all.map(({ resident }) => resident)),
    files: Math.min(...all.map(({ files }) => files)),
  }));
  const looks = least.slice(Math.floor(least.length / 3));
  const growth = {
    heap: slope(looks, ({ heap }) => heap),
    resident: slope(looks, ({ resident }) => resident),
    files: slope(looks, ({ files }) => files),
  };
  const inMb = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  const said = `in a minute: heap ${inMb(growth.heap)}, resident ${inMb(growth.resident)}, files ${growth.files.toFixed(1)}`;
  console.log(said);
  if (least.length < LEAST_MINUTES) return [];
  const grows =
    growth.heap > MOST_HEAP || growth.resident > MOST_RESIDENT || growth.files > MOST_FILES;
  return grows ? [`it grows, ${said}`] : [];
}

/** How much is added in a minute, by the line that fits best. */
export function slope<L extends { readonly minutes: number }>(
  looks: readonly L[],
  of: (look: L) => number,
): number {
  const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const [x, y] = [mean(looks.map(({ minutes }) => minutes)), mean(looks.map(of))];
  const over = looks.reduce((sum, one) => sum + (one.minutes - x) * (of(one) - y), 0);
  return over / looks.reduce((sum, one) => sum + (one.minutes - x) ** 2, 0);
}

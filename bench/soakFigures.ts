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

/** The last third may have so much more than the middle one: a share, and bytes or files. */
const MORE = {
  heap: { share: 0.15, plus: 5_000_000 },
  resident: { share: 0.15, plus: 20_000_000 },
  files: { share: 0.15, plus: 5 },
} as const;
/** A shorter soak sees caches that fill, and code that is compiled. */
const LEAST_MINUTES = 6;

/**
 * Whether memory and files stay what they were, by the least of the last third beside the least of the middle one:
 * what is below it was there after a collection. The first third is for caches that fill. Nothing is judged of
 * a soak of a few minutes.
 */
export function judgeGrowth(figures: readonly Figures[]): string[] {
  const end = figures.at(-1)?.minutes ?? 0;
  const third = (n: number) =>
    figures.filter(({ minutes }) => minutes >= (end * n) / 3 && minutes <= (end * (n + 1)) / 3);
  const least = (n: number, name: keyof typeof MORE) =>
    Math.min(...third(n).map((one) => one[name]));
  return (["heap", "resident", "files"] as const).flatMap((name) => {
    const [middle, last] = [least(1, name), least(2, name)];
    const said = `${name}: at least ${middle} in the middle third, ${last} in the last`;
    console.log(said);
    const { share, plus } = MORE[name];
    const grows = end >= LEAST_MINUTES && last > middle * (1 + share) + plus;
    return grows ? [`it grows, ${said}`] : [];
  });
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

import type { Fate, Follower, Store } from "../../src/store/store.ts";

/** A follower's line as the judge looks at it. */
export interface Stored {
  /** JSON. */
  readonly record?: string;
  /** What is empty is left out. */
  readonly line: {
    readonly queue?: readonly string[];
    readonly chain?: readonly unknown[];
    readonly untaken?: readonly unknown[];
    readonly held?: readonly { id: string }[];
    readonly owner?: unknown;
    readonly flight?: unknown;
  };
  readonly pushes: { readonly [key: string]: StoredPush | undefined };
}

interface StoredPush {
  readonly first_at: number;
  readonly attempts: number;
  readonly fates: { [id: string]: Fate };
  readonly into?: string;
}

/** What a file gives out of a push: the rules of a line in TypeScript name it so. */
interface FilePush {
  readonly firstAt: number;
  readonly attempts: number;
  readonly fates?: readonly (Fate | null)[];
  readonly into?: string;
}

type FileLine = Stored["line"] & {
  readonly record: unknown;
  readonly inFlight?: unknown;
  readonly pushes: { readonly [key: string]: FilePush };
};

export async function readStored(store: Store, follower: Follower): Promise<Stored | undefined> {
  const given: unknown[] = [];
  for await (const one of store.export(follower)) given.push(one);
  const [first, ...more] = given;
  if (first === undefined) return undefined;
  return "line" in (first as object) ? (first as Stored) : ofFile(first as FileLine, more);
}

/** A line out of a file: first the line, then each push that is done. */
function ofFile(line: FileLine, more: readonly unknown[]): Stored {
  const done = (more as { readonly key?: string; readonly push: FilePush }[]).flatMap(
    ({ key, push }) => (key === undefined ? [] : [[key, push] as const]),
  );
  const pushes = [...Object.entries(line.pushes), ...done].map(([key, push]) => {
    const { firstAt: first_at, attempts, fates = [], into } = push;
    const named = fates.flatMap((fate, i) => (fate === null ? [] : [[`${key}#${i}`, fate]]));
    const own = { first_at, attempts, fates: Object.fromEntries(named) };
    return [key, { ...own, ...(into !== undefined && { into }) }] as const;
  });
  return {
    record: JSON.stringify(line.record ?? {}),
    line: { ...line, flight: line.inFlight },
    pushes: Object.fromEntries(pushes),
  };
}

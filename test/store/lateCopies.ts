import type { SendRequest, Store } from "../../src/store/store.ts";

/** Verbs that a story may repeat: all that change a follower's line. */
const VERBS = [
  ...(["arrive", "step", "release", "untake", "renew", "handBack"] as const),
  ...(["enter", "sendNext", "wake"] as const),
] as const;

type VerbName = (typeof VERBS)[number];

/** Something that was asked of a store, and answered. */
export interface Call {
  readonly verb: VerbName;
  readonly args: readonly unknown[];
}

/** These look again, as they do all the time: they may find that a lease ended, and they renew one that lasts. */
export const LOOKS: ReadonlySet<VerbName> = new Set(["arrive", "wake", "renew"]);

/** The same store, and everything that was asked of it. */
export function recording(store: Store): { readonly store: Store; readonly calls: Call[] } {
  const calls: Call[] = [];
  const own: Record<string, unknown> = {};
  for (const verb of VERBS) {
    own[verb] = async (...args: unknown[]) => {
      const copy = structuredClone(args);
      const reply = await ask(store, verb, args);
      // What was refused was not done; made anew it is another step. Of a stranger nothing is kept.
      const known = calls.length > 0 || verb === "arrive";
      if (known && !isRefused(reply)) calls.push({ verb, args: copy });
      return reply;
    };
  }
  for (const verb of ["fateOf", "due", "export"] as const) {
    own[verb] = (...args: unknown[]) => ask(store, verb, args);
  }
  return { store: own as unknown as Store, calls };
}

/** Whether it says what became of a message that was on its way. */
export function isVerdict({ verb, args }: Call): boolean {
  return verb === "sendNext" && (args[0] as SendRequest).settle !== undefined;
}

/** Asks it once more. A delivery that comes again says that it was counted. */
export async function repeatCall(store: Store, { verb, args }: Call): Promise<void> {
  const [first, ...rest] = structuredClone(args);
  const again = verb === "arrive" ? { ...(first as object), again: true } : first;
  await ask(store, verb, [again, ...rest]);
}

function ask(store: Store, verb: VerbName | "fateOf" | "due" | "export", args: readonly unknown[]) {
  return (store[verb] as (...args: readonly unknown[]) => unknown)(...args);
}

function isRefused(reply: unknown): boolean {
  return typeof reply === "object" && reply !== null && "changed" in reply;
}
